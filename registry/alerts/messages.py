"""What is written to people about their saved searches: what is new, and what changed from what to what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from registry.catalogue.facets import facet_names
from registry.catalogue.listing import Listed
from registry.languages import gettext as _
from registry.languages import ngettext
from registry.matching.explaining import Told
from registry.matching.reasons import score_text
from registry.notifications.operations import Message, Token
from registry.projects.criteria import FACETS, ProjectCriteria
from registry.projects.lifecycle import Funding
from registry.web.formatting import format_date, format_list, format_money

STOP_PURPOSE = "stop-alerts"
STOP_MATCHES_PURPOSE = "stop-matches"
#: Lines of one message; the rest is on the page.
MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class News:
    """What is new in one search, and what changed, with the facts that the reader knew before."""

    criteria: ProjectCriteria
    new: Sequence[Listed]
    changed: Sequence[tuple[Listed, dict[str, str | None]]]


def describe(criteria: ProjectCriteria) -> str:
    """A search in words."""
    names = facet_names()
    parts = [_("“%(words)s”", words=criteria.q)] if criteria.q else []
    parts += [names[facet].get(code, code) for facet in FACETS for code in criteria.chosen(facet)]
    if criteria.min is not None:
        parts.append(_("at least %(amount)s", amount=format_money(criteria.min, "USD")))
    if criteria.max is not None:
        parts.append(_("at most %(amount)s", amount=format_money(criteria.max, "USD")))
    return format_list(parts) or _("All projects")


def news_message(news: Sequence[News], *, search_id: int, nonce: str, language: str) -> Message:
    """One message about all searches of a person."""
    number = len({row.reference for one in news for row in (*one.new, *(row for row, _before in one.changed))})
    lines: list[str] = []
    for one in news:
        lines.append(_("Your search: %(search)s", search=describe(one.criteria)))
        lines += [_("New: %(reference)s %(title)s", reference=row.reference, title=row.title) for row in one.new]
        lines += [_changed(row, before) for row, before in one.changed]
    return Message(
        kind="alerts.news",
        subject=ngettext(
            "%(num)s project is new or has changed", "%(num)s projects are new or have changed", number
        ),
        paragraphs=tuple(lines[:MOST_LINES]),
        link_label=_("My saved searches"),
        path=f"/{language}/partner/searches",
        stop_path=f"/{language}/alerts/stop/{{token}}",
        token=Token(STOP_PURPOSE, search_id, nonce),
    )


def digest_message(told: Sequence[Told], *, digest_id: int, nonce: str, language: str) -> Message:
    """Projects that newly fit an organisation, each with what speaks for it."""
    lines: list[str] = []
    for one in told:
        why = " ".join(reason.sentence for reason in one.best[:2])
        lines.append(
            _(
                "%(score)s points: %(reference)s %(title)s. %(why)s",
                score=score_text(one.fit.tenths),
                reference=one.project.reference,
                title=one.project.title,
                why=why,
            )
        )
    return Message(
        kind="alerts.matches",
        subject=ngettext("%(num)s project newly fits you", "%(num)s projects newly fit you", len(told)),
        paragraphs=tuple(lines),
        link_label=_("Projects for you"),
        path=f"/{language}/partner/matches",
        stop_path=f"/{language}/alerts/stop-matches/{{token}}",
        token=Token(STOP_MATCHES_PURPOSE, digest_id, nonce),
    )


def _changed(row: Listed, before: dict[str, str | None]) -> str:
    sought = row.total("sought")
    closes = None if row.closes_on is None else row.closes_on.isoformat()
    facts = (
        (_("Stage"), _stage(row, before["stage"]), row.stage_name),
        (_("Funding status"), _funding(before["funding"]), str(row.funding_state.label)),
        (_("Amount sought"), _amount(before["sought"]), _amount(_plain(sought, row.currency))),
        (_("Call closes on"), _day(before["closes"]), _day(closes)),
    )
    told = [
        _("%(fact)s: %(before)s → %(after)s", fact=fact, before=old, after=new)
        for fact, old, new in facts
        if old != new
    ]
    return _("Changed: %(reference)s %(title)s.", reference=row.reference, title=row.title) + " " + "; ".join(told)


def _plain(amount: Decimal | None, currency: str | None) -> str | None:
    return None if amount is None else f"{amount:f} {currency}"


def _stage(row: Listed, code: str | None) -> str:
    return row.name_of("stages", code) if code else _("not known yet")


def _funding(code: str | None) -> str:
    return str(Funding(code).label) if code else _("not known yet")


def _amount(text: str | None) -> str:
    if text is None:
        return _("not known yet")
    amount, _space, currency = text.partition(" ")
    return format_money(Decimal(amount), currency)


def _day(text: str | None) -> str:
    return format_date(date.fromisoformat(text)) if text else _("no date")
