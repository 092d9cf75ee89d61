"""What documents know of the records they are about: higher rooms say it here, for the kinds they have."""

from collections.abc import Callable
from dataclasses import dataclass

from registry.accounts.models import User
from registry.documents.levels import Level


@dataclass(frozen=True, slots=True)
class Door:
    """A kind of record that may have documents.

    `find` gives the id of a number and raises NotFound; `standing` how far somebody gets with the documents of a
    record, None where the person may not even know of it.
    """

    find: Callable[[str], int]
    number: Callable[[int], str]
    standing: Callable[[int, User | None], Level | None]
    #: endpoint of the staff's page, and the name of the number in its address
    page: tuple[str, str]


DOORS: dict[str, Door] = {}
