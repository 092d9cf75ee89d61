"""Reports about projects: the register, the gap in funding, promised effects, what is missing."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from registry.db import now
from registry.languages import LANGUAGES, NATIVE_NAMES, pick
from registry.languages import gettext as _
from registry.projects.lifecycle import Funding
from registry.projects.parts import Achievement, FundingLine, IndicatorLine, ProjectText
from registry.reference.models import Indicator
from registry.reference.queries import entries, rates_on
from registry.reports.shelf.criteria import ReportCriteria
from registry.reports.shelf.sources import (
    Frame,
    districts_of_projects,
    frame,
    library,
    names_of,
    projects,
    total,
)

#: A project that nobody checked for so long may be wrong.
STALE = timedelta(days=365)


def _titles(ids: Iterable[int]) -> dict[int, str]:
    wanted = list(ids)
    texts: dict[int, dict[str, str]] = {}
    for start in range(0, len(wanted), 500):
        query = select(ProjectText.project_id, ProjectText.language, ProjectText.title).where(
            ProjectText.project_id.in_(wanted[start : start + 500]), ProjectText.title != ""
        )
        for row in frame(query).itertuples():
            texts.setdefault(row.project_id, {})[row.language] = row.title
    return {project_id: pick(titles)[0] for project_id, titles in texts.items()}


def register(criteria: ReportCriteria) -> Frame:
    """Every published project, one row each."""
    found = projects(criteria)
    titles, sectors, stages = _titles(found.id), names_of("sectors"), names_of("stages")
    places = districts_of_projects()
    names = names_of("districts")
    of_project = places.groupby("project_id")["district"].agg(
        lambda codes: "; ".join(names[code] for code in codes)
    )
    found["title"] = [titles.get(id_, "") for id_ in found.id]
    found["sector"] = [sectors[code] for code in found.sector]
    found["districts"] = [of_project.get(id_) for id_ in found.id]
    found["stage"] = [stages[code] for code in found.stage]
    found["funding"] = [str(Funding(code).label) for code in found.funding]
    return found


def with_money(found: Frame) -> Frame:
    """Projects with what is sought, secured and lacking, in US dollars; None where there is no price."""
    secured = _secured(found)
    found["sought"] = found["sought_usd"]
    found["secured"] = [secured.get(id_) for id_ in found.id]
    found["gap"] = [
        None if sought is None else max(sought - (have or 0), Decimal(0))
        for sought, have in zip(found.sought, found.secured, strict=True)
    ]
    return found


def _secured(found: Frame) -> dict[int, Decimal]:
    """Project id -> secured money in US dollars, at the rate by which the sought amount was priced."""
    query = select(FundingLine.project_id, FundingLine.secured).where(FundingLine.secured.is_not(None))
    lines = frame(query)
    by_project = lines.groupby("project_id")["secured"].agg(total).to_dict()
    days = {day: rates_on(day) for day in set(found.rate_date) if day is not None}
    secured = {}
    for row in found.itertuples():
        rate = days.get(row.rate_date, {}).get(row.currency)
        if row.id in by_project and rate:
            secured[row.id] = (by_project[row.id] / rate).quantize(Decimal("0.01"))
    return secured


def _sums(found: Frame, by: str) -> Frame:
    rows = [
        {
            by: code,
            "number": len(group),
            "sought": total(group.sought),
            "secured": total(group.secured),
            "gap": total(group.gap),
            "unpriced": int(group.sought.isna().sum()),
        }
        for code, group in found.groupby(by, sort=False)
    ]
    columns = [by, "number", "sought", "secured", "gap", "unpriced"]
    sums = library().DataFrame(rows, columns=columns, dtype=object)
    return sums.sort_values("gap", ascending=False, kind="stable", ignore_index=True)


def gap_by_sector(criteria: ReportCriteria) -> Frame:
    """Money sought, secured and lacking, by sector."""
    sums = _sums(with_money(projects(criteria)), "sector")
    names = names_of("sectors")
    sums["name"] = [names[code] for code in sums.sector]
    return sums


def gap_by_district(criteria: ReportCriteria) -> Frame:
    """The same by district; a project in several counts in each."""
    found = with_money(projects(criteria))
    placed = found.merge(districts_of_projects(), left_on="id", right_on="project_id")
    if criteria.district:
        placed = placed[placed.district.isin(criteria.district)]
    sums = _sums(placed, "district")
    names = names_of("districts")
    sums["name"] = [names[code] for code in sums.district]
    return sums


def each_once(criteria: ReportCriteria, _rows: Frame) -> dict[str, Any]:
    found = with_money(projects(criteria))
    return {
        "number": len(found),
        **{key: total(found[key]) for key in ("sought", "secured", "gap")},
        "unpriced": int(found.sought.isna().sum()),
    }


def indicators(criteria: ReportCriteria) -> Frame:
    """Promised effects by indicator: unlike units never meet in one number."""
    ids = set(projects(criteria).id)
    lines = frame(
        select(
            IndicatorLine.project_id,
            IndicatorLine.indicator_code.label("code"),
            IndicatorLine.baseline,
            IndicatorLine.target,
            IndicatorLine.source,
        )
    )
    lines = lines[lines.project_id.isin(ids)].merge(_reached(criteria), on=["project_id", "code"], how="left")
    rows = []
    for entry in entries(Indicator, retired=True):
        here = lines[lines.code == entry.code]
        if len(here):
            rows.append(
                {
                    "code": entry.code,
                    "name": entry.name,
                    "unit": entry.unit,
                    "number": len(here),
                    "baseline": total(here.baseline),
                    "target": total(here.target),
                    **_beside_target(here),
                    "without_target": int(here.target.isna().sum()),
                    "without_source": int(here.source.isna().sum()),
                }
            )
    keys = ["code", "name", "unit", "number", "baseline", "target", "reached", "reporting", "share"]
    keys += ["without_target", "without_source"]
    return library().DataFrame(rows, columns=keys, dtype=object)


def _reached(criteria: ReportCriteria) -> Frame:
    """What each project reached last by the end of the period: project_id, code, reached."""
    query = select(
        Achievement.project_id, Achievement.indicator_code.label("code"), Achievement.value.label("reached")
    ).order_by(Achievement.as_of, Achievement.id)
    if criteria.until:
        query = query.where(Achievement.as_of <= criteria.until)
    return frame(query).drop_duplicates(["project_id", "code"], keep="last")


def _beside_target(here: Frame) -> dict[str, Any]:
    """What was reached; the share of the target only over projects that named both."""
    reporting = here[here.reached.notna()]
    both = reporting[reporting.target.notna()]
    target = total(both.target)
    return {
        "reached": total(reporting.reached) if len(reporting) else None,
        "reporting": len(reporting),
        "share": round(float(100 * total(both.reached) / target), 1) if target else None,
    }


def quality(criteria: ReportCriteria) -> Frame:
    """What published projects lack, one row for each project and lack."""
    found = projects(criteria)
    today = now().date()
    placed = set(districts_of_projects().project_id)
    texts = frame(select(ProjectText.project_id, ProjectText.language).where(ProjectText.title != ""))
    written = texts.groupby("project_id")["language"].agg(set).to_dict()
    titles = _titles(found.id)
    rows = []
    for row in found.itertuples():
        missing = [NATIVE_NAMES[code] for code in LANGUAGES if code not in written.get(row.id, set())]
        lacks = {
            _("Not checked for a year"): row.verified_on is None or row.verified_on < today - STALE,
            _("Publication has ended"): row.expires_on is not None and row.expires_on < today,
            _("No amount, or no rate for it"): row.sought_usd is None,
            _("No district"): row.id not in placed,
            _("Not translated: %(languages)s", languages=", ".join(missing)): bool(missing),
        }
        rows += [
            {"reference": row.reference, "title": titles.get(row.id, ""), "lack": lack}
            for lack, is_so in lacks.items()
            if is_so
        ]
    return library().DataFrame(rows, columns=["reference", "title", "lack"], dtype=object)
