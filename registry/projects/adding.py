"""Many new projects at once: the same rows as `operations.add_project` writes for each, one statement a table."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert

from registry.accounts.models import User
from registry.audit.operations import record_many
from registry.db import db, now
from registry.projects.changes import note_all
from registry.projects.contents import search_text
from registry.projects.lifecycle import Publication
from registry.projects.models import (
    Project,
    project_districts,
    project_incentives,
    project_partner_types,
    project_sdgs,
)
from registry.projects.operations import check_content
from registry.projects.parts import (
    TEXT_FIELDS,
    DocumentLine,
    FundingLine,
    IndicatorLine,
    PartyLine,
    ProjectEvent,
    ProjectText,
)
from registry.projects.records import COLUMNS, LISTS, ProjectRecord
from registry.reference.models import District, Entry, ExchangeRate, Sector
from registry.reference.operations import next_numbers
from registry.reference.queries import by_code, priced, rate_on

Row = dict[str, Any]


def add_projects(contents: Sequence[ProjectRecord], *, by: User) -> list[str]:
    """New drafts in the order given; returns their references. Raises Refusal where fields of one contradict."""
    for content in contents:
        check_content(content)
    moment = now()
    numbers = next_numbers(f"project-{moment.year}", len(contents))
    references = [f"ARAL-{moment.year}-{number:04}" for number in numbers]
    lists = _Lists(moment.date())
    rows = [_row(*pair, lists, moment, by) for pair in zip(references, contents, strict=True)]
    inserted = insert(Project).returning(Project.id, sort_by_parameter_order=True)
    ids = list(db.session.scalars(inserted, rows))
    parts: dict[Any, list[Row]] = {}
    for project_id, content in zip(ids, contents, strict=True):
        for table, row in _parts(content):
            parts.setdefault(table, []).append({"project_id": project_id, **row})
    parts[ProjectEvent] = [
        {
            "project_id": id_,
            "at": moment,
            "by_id": by.id,
            "axis": "publication",
            "to_state": Publication.DRAFT.value,
        }
        for id_ in ids
    ]
    for table, lines in parts.items():
        db.session.execute(insert(table), lines)
    note_all(ids)
    record_many("project.added", subjects=[("project", reference) for reference in references], by=by)
    return references


class _Lists:
    """What is looked up once for all."""

    def __init__(self, today: date) -> None:
        self.sectors: Mapping[str, Entry] = by_code(Sector)
        self.districts: Mapping[str, Entry] = by_code(District)
        self.today = today
        self._rates: dict[str, ExchangeRate | None] = {}

    def price(self, content: ProjectRecord) -> tuple[Decimal, date] | None:
        """What is sought in US dollars, and the date of the rate."""
        sought = [line.sought for line in content.funding.values() if line.sought is not None]
        if not sought or content.currency is None:
            return None
        if content.currency not in self._rates:
            self._rates[content.currency] = rate_on(content.currency, self.today)
        return priced(sum(sought, Decimal(0)), self._rates[content.currency])


def _row(reference: str, content: ProjectRecord, lists: _Lists, moment: datetime, by: User) -> Row:
    """The project's own columns."""
    columns = {name: getattr(content, name) for name in COLUMNS}
    usd, rate_date = lists.price(content) or (None, None)
    named = [lists.sectors[content.sector_code], *_in_order(content.districts, lists.districts)]
    texts = [texts for texts in content.texts.values() if texts]
    return {
        **columns,
        **{name: list(columns[name]) for name in LISTS},
        "reference": reference,
        "publication_status": Publication.DRAFT.value,
        "created_at": moment,
        "updated_at": moment,
        "author_id": by.id,
        "sought_usd": usd,
        "rate_date": rate_date,
        "search_text": search_text([reference, *content.tags], texts, named),
        "version": 1,
    }


def _in_order(codes: Sequence[str], known: Mapping[str, Entry]) -> list[Entry]:
    return [entry for code, entry in known.items() if code in codes]


def _parts(content: ProjectRecord) -> Iterator[tuple[Any, Row]]:
    """The rows of a project in other tables."""
    for table, column, codes in (
        (project_districts, "district_code", content.districts),
        (project_sdgs, "sdg_code", content.sdgs),
        (project_partner_types, "partner_type_code", content.partner_types),
        (project_incentives, "incentive_code", content.incentives),
    ):
        for code in dict.fromkeys(codes):
            yield table, {column: code}
    for language, texts in content.texts.items():
        if texts:
            yield ProjectText, {"language": language, **{field: texts.get(field, "") for field in TEXT_FIELDS}}
    for code, money in content.funding.items():
        values = {"sought": money.sought, "pledged": money.pledged, "secured": money.secured}
        yield FundingLine, {"instrument_code": code, **values}
    for code, effect in content.indicators.items():
        yield (
            IndicatorLine,
            {
                "indicator_code": code,
                "baseline": effect.baseline,
                "target": effect.target,
                "year": effect.year,
                "method": effect.method,
                "source": effect.source,
            },
        )
    for kind, state in content.documents.items():
        yield DocumentLine, {"kind": kind, "state": state}
    for role, name in content.parties:
        yield PartyLine, {"role": role, "name": name}
