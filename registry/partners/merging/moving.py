"""Moving everything that points to one organisation to another one, as the policies say."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from registry.db import Base
from registry.partners.merging.journal import Journal, Row
from registry.partners.merging.policies import How, Policy, is_remade, is_stronger
from registry.partners.merging.queries import find_row, ordered, others_in_key, rows_of
from registry.partners.models import OtherName

NAMES: Table = Base.metadata.tables[OtherName.__tablename__]


@dataclass(frozen=True, slots=True)
class Moving:
    """From the organisation that goes to the one that stays."""

    journal: Journal
    kept_id: int
    gone_id: int
    is_mandate_of_gone: bool = False

    def rows(self, table: Table, column: str, policy: Policy) -> None:
        """Do with all rows of one column what its policy says."""
        ways: Mapping[How, Callable[[Table, str, Policy], None]] = {
            How.MOVES: self._all,
            How.ONCE: self._once,
            How.CHOSEN: self._chosen,
            How.PAIRED: self._paired,
            How.REMADE: self._remade,
        }
        ways[policy.how](table, column, policy)

    def _all(self, table: Table, column: str, policy: Policy) -> None:
        for row in rows_of(table, column, self.gone_id):
            self.journal.change(table, row, {column: self.kept_id})

    def _once(self, table: Table, column: str, policy: Policy) -> None:
        others = others_in_key(table, column)

        def key_of(row: Row) -> tuple[Any, ...]:
            return tuple(row[name] for name in others)

        rivals = {key_of(row): row for row in rows_of(table, column, self.kept_id)}
        for row in rows_of(table, column, self.gone_id):
            rival = rivals.get(key_of(row))
            if is_remade(row, policy):
                self.journal.delete(table, row, is_remade=True)
            else:
                self._beside(table, column, row, rival, rival is None or is_stronger(row, rival, policy))

    def _chosen(self, table: Table, column: str, policy: Policy) -> None:
        rival = next(iter(rows_of(table, column, self.kept_id)), None)
        for row in rows_of(table, column, self.gone_id):
            self._beside(table, column, row, rival, rival is None or self.is_mandate_of_gone)

    def _beside(self, table: Table, column: str, row: Row, rival: Row | None, is_first: bool) -> None:
        """Move a row in the place of its rival, or drop it for the rival's sake."""
        if not is_first:
            self.journal.delete(table, row)
            return
        if rival is not None:
            self.journal.delete(table, rival)
        self.journal.change(table, row, {column: self.kept_id})

    def _paired(self, table: Table, column: str, policy: Policy) -> None:
        """Whoever is different from the one that goes is different from the one that stays."""
        for row in rows_of(table, column, self.gone_id):
            other = row["second_id" if column == "first_id" else "first_id"]
            first, second = ordered(self.kept_id, other)
            self.journal.delete(table, row)
            if other != self.kept_id and find_row(table, {"first_id": first, "second_id": second}) is None:
                self.journal.insert(table, {**row, "first_id": first, "second_id": second})

    def _remade(self, table: Table, column: str, policy: Policy) -> None:
        for partner_id in (self.gone_id, self.kept_id):
            for row in rows_of(table, column, partner_id):
                self.journal.delete(table, row, is_remade=True)

    def drop_names(self, first: Collection[str | None]) -> None:
        """What is one of the first two names now is no other name any more."""
        for partner_id in (self.kept_id, self.gone_id):
            for row in rows_of(NAMES, "partner_id", partner_id):
                if row["name"] in first:
                    self.journal.delete(NAMES, row)

    def add_names(self, names: Collection[str]) -> None:
        """Names that the organisation that stays does not have yet become other names of it."""
        known = {row["name"] for row in rows_of(NAMES, "partner_id", self.kept_id)}
        for name in dict.fromkeys(names):
            if name not in known:
                self.journal.insert(NAMES, {"partner_id": self.kept_id, "name": name})
