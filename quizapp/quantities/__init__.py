"""The quantities: what can be computed, with the mistakes people make."""

from quizapp.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.quantities.units
    from quizapp.quantities.catalogue import QUANTITIES as QUANTITIES
    from quizapp.quantities.catalogue import Quantities as Quantities
    from quizapp.quantities.catalogue import with_own as with_own
else:
    __getattr__ = door(__name__, catalogue="QUANTITIES Quantities with_own")
