"""The passport of a project: one or two printed pages that say what its page says."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import segno

from registry.catalogue import places
from registry.catalogue.comparing import Group, compare
from registry.languages import HTML_LANG, NATIVE_NAMES, current_language
from registry.languages import gettext as _
from registry.projects.models import Project
from registry.reference.models import Stage
from registry.web.formatting import format_date, format_list, format_money, format_number, format_quantity

#: Printed texts, in the order of the page, with their headings.
TEXTS = (
    ("need", lambda: _("Need and market")),
    ("solution", lambda: _("What is to be done")),
    ("impact", lambda: _("Expected effect")),
    ("risks", lambda: _("Risks and mitigation")),
    ("partner_sought", lambda: _("Partner sought")),
)


def contents(
    project: Project, stages: list[Stage], *, address: str, center: dict[str, str], today: date
) -> dict[str, Any]:
    """Everything on the passport as plain texts in the current language; what is not known is said.

    `address` is the project's page; `center` has the Center's name, address, phone and email. The result is
    what templates/print/passport.typ takes.
    """
    return {
        **_head(project),
        "stage": _stage(project, stages),
        "funding": _funding(project),
        "texts": _texts(project),
        "indicators": _indicators(project),
        "groups": [_group(group) for group in compare([project])],
        "map": _map(project),
        **_foot(address, today),
        "center": center,
    }


def _map(project: Project) -> dict[str, Any] | None:
    """The project's districts on a map of the region; None where no place is known."""
    point = None
    if project.latitude is not None and project.longitude is not None:
        point = (float(project.latitude), float(project.longitude))
    if not project.districts and point is None:
        return None
    names = format_list(district.name for district in project.districts)
    return {
        "svg": places.place_map([district.code for district in project.districts], point),
        "label": names or _("Place"),
        "sources": _("Outlines: %(sources)s", sources="; ".join(places.sources())),
    }


def _head(project: Project) -> dict[str, Any]:
    title, language = project.text("title")
    return {
        "lang": HTML_LANG[current_language()].partition("-")[0],
        "title": title,
        "written_in": _written_in(language),
        "reference": project.reference,
        "about": [project.type.name, project.sector.name, str(project.funding_state.label)],
        "demo": _("Illustrative example, not an offer") if project.is_demo else None,
        "summary": project.text("summary")[0],
    }


def _foot(address: str, today: date) -> dict[str, Any]:
    language = NATIVE_NAMES[current_language()]
    return {
        "address": address,
        "qr": _qr(address),
        "qr_label": _("This project in the registry"),
        "printed": _("Printed on %(date)s in %(language)s", date=format_date(today), language=language),
        "disclaimer": _(
            "The registry informs; it is no offer of securities and no advice. Figures are those of the "
            "initiators unless a document is named as their source. Check them before you decide."
        ),
        "lacking": [],
        "lacking_label": _("Characters that could not be printed, shown as “?”:"),
    }


def _group(group: Group) -> dict[str, Any]:
    return {"label": group.label, "rows": [{"label": row.label, **asdict(row.cells[0])} for row in group.rows]}


def _written_in(language: str) -> str | None:
    if language == current_language():
        return None
    return _("shown in %(language)s", language=NATIVE_NAMES[language])


def _stage(project: Project, stages: list[Stage]) -> dict[str, Any]:
    codes = [stage.code for stage in stages]
    position = codes.index(project.stage_code) + 1 if project.stage_code in codes else 0
    sentence = _(
        "Stage %(number)s of %(total)s: %(name)s", number=position, total=len(codes), name=project.stage.name
    )
    return {"position": position, "total": len(codes), "sentence": sentence}


def _funding(project: Project) -> dict[str, Any]:
    sought, pledged, secured = (project.total(part) for part in ("sought", "pledged", "secured"))
    labels = (_("Secured"), _("Pledged"), _("Sought"))
    amounts = [_amount(project, amount) for amount in (secured, pledged, sought)]
    return {
        "label": _("Amount sought"),
        "amount": amounts[2],
        "dollars": _dollars(project),
        "lines": [{"label": label, "value": value} for label, value in zip(labels, amounts, strict=True)],
        "shares": _shares(sought, pledged, secured),
    }


def _shares(sought: Decimal | None, pledged: Decimal | None, secured: Decimal | None) -> list[float]:
    """Percentages of what is sought: secured, pledged; empty if nothing is sought."""
    if not sought:
        return []
    first = min(100 * (secured or Decimal(0)) / sought, Decimal(100))
    second = min(100 * (pledged or Decimal(0)) / sought, 100 - first)
    return [round(float(first), 2), round(float(second), 2)]


def _amount(project: Project, amount: Decimal | None) -> str:
    if amount is None or not project.currency:
        return _("not known yet")
    return format_money(amount, project.currency)


def _dollars(project: Project) -> str | None:
    if project.currency == "USD" or project.sought_usd is None or project.rate_date is None:
        return None
    return _(
        "about %(amount)s at the rate of %(date)s",
        amount=format_money(round(project.sought_usd), "USD"),
        date=format_date(project.rate_date),
    )


def _texts(project: Project) -> list[dict[str, Any]]:
    found = []
    for name, heading in TEXTS:
        text, language = project.text(name)
        if text:
            found.append({"heading": heading(), "text": text, "written_in": _written_in(language)})
    return found


def _indicators(project: Project) -> dict[str, Any]:
    achieved = project.achieved
    reached = [_("Reached")] if achieved else []
    heads = [_("Indicator"), _("Baseline"), _("Target"), _("Year"), *reached, _("Source")]
    unknown = _("not known yet")
    rows = []
    for line in project.indicators:
        baseline = unknown if line.baseline is None else format_number(line.baseline)
        target = unknown if line.target is None else format_quantity(line.target, line.indicator.unit)
        last = achieved.get(line.indicator_code)
        found = unknown if last is None else f"{format_number(last.value)} ({format_date(last.as_of, 'medium')})"
        source = line.source or _("no source named")
        cells = [line.indicator.name, baseline, target, str(line.year or unknown)]
        rows.append([*cells, *([found] if achieved else []), source])
    return {"label": _("Indicators"), "heads": heads, "rows": rows}


def _qr(address: str) -> str:
    """An SVG of the QR code."""
    file = BytesIO()
    segno.make(address, error="m").save(file, kind="svg", border=0, dark="#2d251f")
    return file.getvalue().decode()
