"""What can be brought in, and what each kind must be able to do."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.imports.states import Verdict
from registry.languages import gettext as _
from registry.refusals import Refusal

#: key -> before and after, as people read them
Changes = Mapping[str, Sequence[str]]
#: number as the spreadsheet has it, and column key -> cell
NumberedCells = tuple[int, Mapping[str, Any]]


@dataclass(slots=True)
class Compared:
    """A row beside the registry: `changes` key -> (before, after) as people read them."""

    number: int
    cells: Mapping[str, Any]
    verdict: Verdict
    reference: str | None = None
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)


class Kind(Protocol):
    """One kind of record; everything is said in the present language."""

    name: str
    label: object
    permission: Permission

    def headings(self) -> Mapping[str, str]:
        """Column key -> heading."""
        ...

    def amounts(self) -> Collection[str]:
        """Keys of columns whose heading may name a size or a currency for all cells below it."""
        ...

    def obligatory(self) -> Mapping[str, Mapping[str, str]]:
        """Column key -> code -> name, for what every new record must have; no codes where it is written freely."""
        ...

    def known(self) -> Mapping[str, str]:
        """Folded heading in any language -> column key."""
        ...

    def compare(self, rows: Sequence[NumberedCells]) -> Iterable[Compared]:
        """Some rows beside the registry; only reads."""
        ...

    def add(self, cells: Mapping[str, Any], *, by: User) -> str:
        """Make a new record and return its reference; raises Refusal."""
        ...

    def add_many(self, rows: Sequence[Mapping[str, Any]], *, by: User) -> list[str] | None:
        """The same for many at once, all or none; None where records of this kind are made one by one."""
        return None

    def change(self, reference: str, cells: Mapping[str, Any], changes: Changes, *, by: User) -> dict[str, Any]:
        """Change these cells of a record, no others, and return what they were.

        Raises Refusal where one is not any more what it was when the table was checked.
        """
        ...

    def remove(self, reference: str, *, by: User) -> None:
        """Take a record away that a table brought; raises Refusal where it is used or further."""
        ...

    def restore(self, reference: str, earlier: Mapping[str, Any], changes: Changes, *, by: User) -> None:
        """Put back what cells were; raises Refusal where somebody changed one since."""
        ...


def check_unchanged(present: Mapping[str, str], expected: Mapping[str, str]) -> None:
    """Refuse where a cell is not what it was: somebody else changed it since."""
    if any(present.get(key, "") != text for key, text in expected.items()):
        raise Refusal(_("The record was changed meanwhile. Check the table again."))
