"""The hash that tells files apart and draws by chance, without what signs and encrypts.

``hashlib`` has it from the same place, but loads all of OpenSSL beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import blake2b
else:
    try:
        from _blake2 import blake2b
    except ImportError:  # a Python that has it elsewhere
        from hashlib import blake2b

__all__ = ["blake2b"]
