"""What can be brought in, and what each kind must be able to do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.imports.states import Verdict

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

    def obligatory(self) -> Mapping[str, Mapping[str, str]]:
        """Column key -> code -> name, for what every new record must have; no codes where it is written freely."""
        ...

    def known(self) -> Mapping[str, str]:
        """Folded heading in any language -> column key."""
        ...

    def compare(self, rows: Sequence[NumberedCells]) -> Iterable[Compared]:
        """Some rows beside the registry; only reads."""
        ...

    def apply(self, cells: Mapping[str, Any], reference: str | None, *, by: User) -> tuple[str, dict[str, Any]]:
        """Make or change the record: its reference, and what undoes it; raises Refusal or Stale."""
        ...

    def undo(self, reference: str, undo: Mapping[str, Any], *, by: User) -> None:
        """Bring back what was; raises Refusal."""
        ...
