"""Published projects out of the database, as the index takes them; plain columns, because there are many."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, func, select

from registry.catalogue.listing import Names
from registry.catalogue.search.documents import BODY, SUMMARY, TITLE, weights_of
from registry.catalogue.search.index import Document
from registry.catalogue.search.meaning import meanings_of
from registry.catalogue.search.table import NOTHING, Facts
from registry.catalogue.search.words import is_han, words_of
from registry.db import db, now
from registry.languages import LANGUAGES
from registry.projects.lifecycle import Publication
from registry.projects.models import Project, project_districts, project_partner_types, project_sdgs
from registry.projects.parts import FundingLine, ProjectText
from registry.reference.queries import rates_on

#: Projects read at once.
BATCH = 400
#: Characters that the meaning of a project is taken from.
MOST_MEANT = 200
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: Texts that are searched, with their weights. The anonymous summary is for others than the public.
FIELDS = (
    ("title", TITLE),
    ("summary", SUMMARY),
    *((name, BODY) for name in ("need", "solution", "impact", "risks", "partner_sought")),
)

_PROJECT = select(
    Project.id,
    Project.reference,
    Project.published_at,
    Project.updated_at,
    Project.closes_on,
    Project.sought_usd,
    Project.tags,
    Project.type_code,
    Project.sector_code,
    Project.stage_code,
    Project.funding_status,
    Project.source_language,
    Project.currency,
    Project.ticket_min,
    Project.ticket_max,
    Project.irr_percent,
    Project.horizon_years,
)
_TEXT = select(ProjectText.project_id, ProjectText.language, *(getattr(ProjectText, name) for name, _w in FIELDS))
#: facets kept in tables of their own: project's id and code
_LINKS: tuple[tuple[str, Any, Any], ...] = (
    ("district", project_districts.c.project_id, project_districts.c.district_code),
    ("sdg", project_sdgs.c.project_id, project_sdgs.c.sdg_code),
    ("instrument", FundingLine.project_id, FundingLine.instrument_code),
    ("partner_type", project_partner_types.c.project_id, project_partner_types.c.partner_type_code),
)


def count_published() -> int:
    """How many projects are published."""
    published = Project.publication_status == Publication.PUBLISHED.value
    return db.session.scalar(select(func.count(Project.id)).where(published)) or 0


def published_documents(names: Names) -> Iterator[Document]:
    """All published projects, by id."""
    after = 0
    published = Project.publication_status == Publication.PUBLISHED.value
    while True:
        query = select(Project.id).where(published, Project.id > after).order_by(Project.id).limit(BATCH)
        ids = list(db.session.scalars(query))
        if not ids:
            return
        yield from documents_of(ids, names)
        after = ids[-1]


def documents_of(ids: Iterable[int], names: Names, *, in_any_state: bool = False) -> list[Document]:
    """Those among these projects that are published, or all, by id."""
    wanted = sorted(ids)
    found: list[Document] = []
    for start in range(0, len(wanted), BATCH):
        found += _batch(wanted[start : start + BATCH], names, in_any_state)
    return found


def _batch(ids: Sequence[int], names: Names, in_any_state: bool) -> list[Document]:
    query = _PROJECT.where(Project.id.in_(ids))
    if not in_any_state:
        query = query.where(Project.publication_status == Publication.PUBLISHED.value)
    rows: list[Row[Any]] = list(db.session.execute(query.order_by(Project.id)))
    texts: dict[int, list[Row[Any]]] = defaultdict(list)
    for text in db.session.execute(_TEXT.where(ProjectText.project_id.in_(ids))):
        texts[text.project_id].append(text)
    codes: dict[str, dict[int, list[str]]] = {}
    for facet, owner, code in _LINKS:
        codes[facet] = defaultdict(list)
        for project_id, value in db.session.execute(
            select(owner, code).where(owner.in_(ids)).order_by(owner, code)
        ):
            codes[facet][project_id].append(value)
    rates = rates_on(now().date())
    meanings = meanings_of([_in_short(row, texts[row.id]) for row in rows])
    return [
        Document(
            _facts(row, {facet: of[row.id] for facet, of in codes.items()}, rates),
            weights_of(_texts(row, texts[row.id]), _named(row, codes["district"][row.id], names)),
            _words(texts[row.id]),
            meaning,
        )
        for row, meaning in zip(rows, meanings, strict=True)
    ]


def _in_short(row: Row[Any], texts: Sequence[Row[Any]]) -> str:
    """What a project is about, in the language it was written in."""
    written = [text for text in texts if text.language == row.source_language] or texts
    return f"{written[0].title}. {written[0].summary or ''}"[:MOST_MEANT] if written else ""


def _facts(row: Row[Any], linked: Mapping[str, list[str]], rates: Mapping[str, Decimal]) -> Facts:
    codes = {
        "type": (row.type_code,),
        "sector": (row.sector_code,),
        "stage": (row.stage_code,),
        "funding": (row.funding_status,),
        **{facet: tuple(found) for facet, found in linked.items()},
    }
    usd = _cents(row.sought_usd)
    rate = rates.get(row.currency or "")
    return Facts(
        id=row.id,
        published=_falling(row.published_at),
        updated=_falling(row.updated_at),
        closes=_day(row.closes_on),
        usd=usd,
        usd_falling=NOTHING if usd == NOTHING else -usd,
        codes=codes,
        ticket_min=_cents(row.ticket_min / rate if rate and row.ticket_min is not None else None),
        ticket_max=_cents(row.ticket_max / rate if rate and row.ticket_max is not None else None),
        irr=_ten_thousandths(row.irr_percent),
        horizon=_ten_thousandths(row.horizon_years),
    )


def _words(texts: Sequence[Row[Any]]) -> frozenset[str]:
    titled = [word for text in texts for part in (text.title, text.summary) for word in words_of(part)]
    return frozenset(word.lower() for word in titled if len(word) > 2 and not is_han(word) and not word.isdigit())


def _texts(row: Row[Any], texts: Sequence[Row[Any]]) -> dict[str, list[tuple[str, float]]]:
    """language -> (text, weight): what the project says."""
    searched: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for text in texts:
        searched[text.language] += [(part, weight) for name, weight in FIELDS if (part := getattr(text, name))]
    searched[row.source_language] += [(tag, SUMMARY) for tag in row.tags] + [(row.reference, TITLE)]
    return searched


def _named(row: Row[Any], districts: Sequence[str], names: Names) -> dict[str, list[str]]:
    """language -> names of the project's sector, kind and places."""
    entries = [
        names["sectors"][row.sector_code],
        names["project_types"][row.type_code],
        *(names["districts"][code] for code in districts),
    ]
    return {language: [entry[language] for entry in entries] for language in LANGUAGES}


def _falling(moment: datetime | None) -> int:
    """Microseconds, negative, so that the newest comes first."""
    if moment is None:
        return NOTHING
    passed = moment - EPOCH
    return -((passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds)


def _day(day: date | None) -> int:
    return NOTHING if day is None else day.toordinal()


def _cents(amount: Decimal | None) -> int:
    return NOTHING if amount is None else int(amount * 100)


def _ten_thousandths(number: Decimal | None) -> int:
    return NOTHING if number is None else int(number * 10_000)
