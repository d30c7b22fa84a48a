"""The expression language: total, bounded, and never Python."""
