"""A project as lists show it: plain values and nothing else, so that a page of them is read quickly."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, select

from registry.db import db
from registry.languages import pick
from registry.projects.lifecycle import Funding, Publication
from registry.projects.models import Project, project_districts
from registry.projects.parts import FundingLine, ProjectText
from registry.reference.models import District

#: list -> code -> language -> name
Names = Mapping[str, Mapping[str, Mapping[str, str]]]

_COLUMNS = (
    Project.id,
    Project.reference,
    Project.type_code,
    Project.sector_code,
    Project.stage_code,
    Project.funding_status,
    Project.currency,
    Project.sought_usd,
    Project.rate_date,
    Project.opened_on,
    Project.closes_on,
    Project.is_demo,
    Project.published_at,
    Project.updated_at,
    Project.latitude,
    Project.longitude,
    Project.exactness,
)


@dataclass(frozen=True, slots=True)
class FundingPart:
    """Money by instrument, in the project's currency."""

    instrument_code: str
    sought: Decimal | None
    secured: Decimal | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A published project in a list."""

    id: int
    reference: str
    type_code: str
    sector_code: str
    stage_code: str
    funding_status: str
    currency: str | None
    sought_usd: Decimal | None
    rate_date: date | None
    opened_on: date | None
    closes_on: date | None
    is_demo: bool
    published_at: datetime | None
    updated_at: datetime
    latitude: Decimal | None
    longitude: Decimal | None
    exactness: str | None
    #: language -> title, summary
    titles: Mapping[str, str]
    summaries: Mapping[str, str]
    district_codes: tuple[str, ...]
    funding: tuple[FundingPart, ...]
    names: Names

    def text(self, field: str) -> tuple[str, str]:
        """Title or summary in the reader's language, else in the nearest that has it, and in which it is."""
        return pick(self.titles if field == "title" else self.summaries)

    def total(self, part: str) -> Decimal | None:
        """Sum over instruments of "sought" or "secured"; None if nothing is known."""
        known = [value for line in self.funding if (value := getattr(line, part)) is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def title(self) -> str:
        return self.text("title")[0]

    @property
    def funding_state(self) -> Funding:
        return Funding(self.funding_status)

    @property
    def sector_name(self) -> str:
        return self.name_of("sectors", self.sector_code)

    @property
    def stage_name(self) -> str:
        return self.name_of("stages", self.stage_code)

    @property
    def district_names(self) -> list[str]:
        return [self.name_of("districts", code) for code in self.district_codes]

    @property
    def instrument_names(self) -> list[str]:
        return [self.name_of("instruments", line.instrument_code) for line in self.funding]

    def name_of(self, listing: str, code: str) -> str:
        """The name of a code of a list in the reader's language."""
        return pick(self.names[listing][code])[0]


def listed(ids: Sequence[int], names: Names) -> dict[int, Listed]:
    """id -> project, for those that are published."""
    if not ids:
        return {}
    published = Project.publication_status == Publication.PUBLISHED.value
    rows = db.session.execute(select(*_COLUMNS).where(Project.id.in_(ids), published)).all()
    texts = _grouped(
        select(ProjectText.project_id, ProjectText.language, ProjectText.title, ProjectText.summary).where(
            ProjectText.project_id.in_(ids)
        )
    )
    districts = _grouped(
        select(project_districts.c.project_id, District.code)
        .join(District, District.code == project_districts.c.district_code)
        .where(project_districts.c.project_id.in_(ids))
        .order_by(District.position)
    )
    funding = _grouped(
        select(FundingLine.project_id, FundingLine.instrument_code, FundingLine.sought, FundingLine.secured)
        .where(FundingLine.project_id.in_(ids))
        .order_by(FundingLine.id)
    )
    return {
        row.id: Listed(
            **row._mapping,
            titles={text.language: text.title for text in texts[row.id]},
            summaries={text.language: text.summary for text in texts[row.id]},
            district_codes=tuple(district.code for district in districts[row.id]),
            funding=tuple(
                FundingPart(line.instrument_code, line.sought, line.secured) for line in funding[row.id]
            ),
            names=names,
        )
        for row in rows
    }


def _funding(line: Row[Any]) -> FundingPart:
    return FundingPart(line.instrument_code, line.sought, line.secured)


def _grouped(query: Any) -> Mapping[int, list[Row[Any]]]:
    """Rows by the project's id, which is their first column."""
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row[0]].append(row)
    return found


def in_order(ids: Iterable[int], found: Mapping[int, Listed]) -> list[Listed]:
    """Those that were found, in the order of the ids."""
    return [found[wanted] for wanted in ids if wanted in found]
