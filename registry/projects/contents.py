"""Between a project's rows and its record of plain values."""

from collections.abc import Iterable, Mapping
from typing import Any

from registry.db import db, now
from registry.languages import fold
from registry.projects.models import Project
from registry.projects.parts import (
    TEXT_FIELDS,
    DocumentLine,
    FundingLine,
    IndicatorLine,
    PartyLine,
    ProjectText,
)
from registry.projects.records import COLUMNS, LISTS, FundingValues, IndicatorValues, ProjectRecord
from registry.reference.models import District, Entry, Incentive, PartnerType, Sdg, Sector
from registry.reference.queries import find_entries, to_usd


def content_of(project: Project) -> ProjectRecord:
    """The project as plain values."""
    columns: dict[str, Any] = {name: getattr(project, name) for name in COLUMNS}
    columns.update({name: tuple(columns[name]) for name in LISTS})
    return ProjectRecord(
        **columns,
        districts=tuple(sorted(district.code for district in project.districts)),
        sdgs=tuple(sorted(sdg.code for sdg in project.sdgs)),
        partner_types=tuple(sorted(kind.code for kind in project.partner_types)),
        incentives=tuple(sorted(incentive.code for incentive in project.incentives)),
        texts={
            language: {field: value for field in TEXT_FIELDS if (value := getattr(text, field))}
            for language, text in sorted(project.texts.items())
        },
        funding={
            line.instrument_code: FundingValues(line.sought, line.pledged, line.secured)
            for line in sorted(project.funding, key=lambda line: line.instrument_code)
        },
        indicators={
            line.indicator_code: IndicatorValues(line.baseline, line.target, line.year, line.method, line.source)
            for line in sorted(project.indicators, key=lambda line: line.indicator_code)
        },
        documents={line.kind: line.state for line in sorted(project.documents, key=lambda line: line.kind)},
        parties=tuple((line.role, line.name) for line in project.parties),
    )


def put_content(project: Project, content: ProjectRecord) -> None:
    """Make the project say what the record says, and nothing else."""
    for name in COLUMNS:
        value = getattr(content, name)
        setattr(project, name, list(value) if name in LISTS else value)
    with db.session.no_autoflush:
        project.districts = find_entries(District, content.districts)
        project.sdgs = find_entries(Sdg, content.sdgs)
        project.partner_types = find_entries(PartnerType, content.partner_types)
        project.incentives = find_entries(Incentive, content.incentives)
        _put_texts(project, content)
        _put_lines(project, content)
        _put_usd(project)
        _put_search_text(project)


def _put_texts(project: Project, content: ProjectRecord) -> None:
    for language in set(project.texts) - {language for language, texts in content.texts.items() if texts}:
        del project.texts[language]
    for language, texts in content.texts.items():
        if texts:
            text = project.texts.setdefault(language, ProjectText(language=language))
            for field in TEXT_FIELDS:
                setattr(text, field, texts.get(field, ""))


def _put_lines(project: Project, content: ProjectRecord) -> None:
    _sync(project.funding, "instrument_code", content.funding, FundingLine, ("sought", "pledged", "secured"))
    _sync(
        project.indicators,
        "indicator_code",
        content.indicators,
        IndicatorLine,
        ("baseline", "target", "year", "method", "source"),
    )
    documents = {line.kind: line for line in project.documents}
    project.documents = [documents.get(kind) or DocumentLine(kind=kind) for kind in content.documents]
    for line in project.documents:
        line.state = content.documents[line.kind]
    if [(line.role, line.name) for line in project.parties] != list(content.parties):
        project.parties = [PartyLine(role=role, name=name) for role, name in content.parties]


def _sync(lines: list[Any], key: str, wanted: Any, kind: Any, fields: tuple[str, ...]) -> None:
    """Keep, add and remove lines so that they are exactly the wanted ones."""
    present = {getattr(line, key): line for line in lines}
    for code, values in wanted.items():
        line = present.get(code)
        if line is None:
            line = kind(**{key: code})
            lines.append(line)
        for field in fields:
            setattr(line, field, getattr(values, field))
    for code, line in present.items():
        if code not in wanted:
            lines.remove(line)


def _put_usd(project: Project) -> None:
    priced = to_usd(project.total("sought"), project.currency, now().date())
    project.sought_usd, project.rate_date = priced or (None, None)


def _put_search_text(project: Project) -> None:
    sector = db.session.get(Sector, project.sector_code)
    texts = [{field: getattr(text, field) for field in TEXT_FIELDS} for text in project.texts.values()]
    named: list[Entry] = [*([sector] if sector else []), *project.districts]
    project.search_text = search_text([project.reference, *project.tags], texts, named)


def search_text(words: Iterable[str], texts: Iterable[Mapping[str, str]], named: Iterable[Entry]) -> str:
    """Everything worth finding, folded: texts, sector and places in all languages, tags, reference."""
    parts = list(words)
    for text in texts:
        parts += [text.get(field, "") for field in TEXT_FIELDS if field != "anonymous_summary"]
    for entry in named:
        parts += entry.names.values()
    return fold(" ".join(part for part in parts if part))
