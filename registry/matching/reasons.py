"""Why a match came out as it did: one true sentence for each criterion, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, isnan

from registry.catalogue.listing import Names
from registry.catalogue.search.concepts import MARK, concepts
from registry.languages import gettext as _
from registry.languages import ngettext, pick
from registry.matching.projects import Orders
from registry.matching.scoring import OF_CODES, OF_RANGES, Criterion, Verdict
from registry.matching.wishes import Wish
from registry.web.formatting import format_list, format_money, format_number, format_percent, format_years

#: Criterion -> the list that names its codes.
NAMED_BY = {
    Criterion.SECTOR: "sectors",
    Criterion.PLACE: "districts",
    Criterion.STAGE: "stages",
    Criterion.INSTRUMENT: "instruments",
    Criterion.PARTNER_TYPE: "partner_types",
    Criterion.SDG: "sdgs",
}
#: Names, subjects and past projects that a sentence lists.
MOST_NAMED, MOST_SUBJECTS, MOST_PASTS = 4, 5, 2


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one pair: the project's codes and ranges, shared terms, past projects that are like it."""

    has: Mapping[Criterion, int]
    ranges: Mapping[Criterion, tuple[float, float]]
    shared: Sequence[str] = ()
    #: references of past projects that are like this one, and whether they speak for it
    pasts: Sequence[tuple[str, bool]] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion of a match."""

    criterion: Criterion
    verdict: Verdict
    tenths: int
    weight: int
    sentence: str


class Explainer:
    """Writes sentences with the names of the lists."""

    def __init__(self, orders: Orders, names: Names) -> None:
        self.orders, self.names = orders, names

    def sentence(self, criterion: Criterion, verdict: Verdict, wish: Wish, facts: Facts) -> str:
        """What is true of the pair in this criterion."""
        if criterion is Criterion.PARTNER_TYPE:
            return self._of_partner_type(verdict, wish, facts)
        if criterion in OF_CODES:
            return self._of_codes(criterion, verdict, wish, facts)
        if criterion in OF_RANGES:
            return _of_ranges(criterion, verdict, wish, facts)
        if criterion is Criterion.WORDS:
            return _of_words(verdict, wish, facts)
        return _of_history(verdict, facts)

    def _of_codes(self, criterion: Criterion, verdict: Verdict, wish: Wish, facts: Facts) -> str:
        fits, nearly, has = wish.fits.get(criterion, 0), wish.nearly.get(criterion, 0), facts.has[criterion]
        if not fits | nearly:
            return _("It has not been said what is sought here.")
        if not has:
            return _("The project does not say this yet.")
        if fits == (1 << len(self.orders[criterion])) - 1:
            return _("No preference; the project: %(has)s.", has=self._named(criterion, has))
        if verdict is Verdict.MATCH:
            return _("Sought, and in the project: %(shared)s.", shared=self._named(criterion, has & fits))
        wanted = self._named(criterion, fits)
        if verdict is Verdict.NEAR:
            near = self._named(criterion, has & nearly)
            return _("The project: %(near)s; close to what is sought: %(wanted)s.", near=near, wanted=wanted)
        return _("The project: %(has)s; sought: %(wanted)s.", has=self._named(criterion, has), wanted=wanted)

    def _of_partner_type(self, verdict: Verdict, wish: Wish, facts: Facts) -> str:
        has = facts.has[Criterion.PARTNER_TYPE]
        if verdict is Verdict.UNKNOWN:
            return _("The project does not say what kind of partner it looks for.")
        own = self._named(Criterion.PARTNER_TYPE, wish.fits[Criterion.PARTNER_TYPE])
        if verdict is Verdict.MATCH:
            return _("The project looks for this kind of partner: %(own)s.", own=own)
        wanted = self._named(Criterion.PARTNER_TYPE, has)
        if verdict is Verdict.NEAR:
            return _("The project looks for: %(wanted)s; close to that: %(own)s.", wanted=wanted, own=own)
        return _("The project looks for: %(wanted)s; not for: %(own)s.", wanted=wanted, own=own)

    def _named(self, criterion: Criterion, mask: int) -> str:
        listed = self.names[NAMED_BY[criterion]]
        codes = [code for code, place in self.orders[criterion].items() if mask >> place & 1]
        named = [pick(listed[code])[0] for code in codes]
        if criterion is Criterion.SDG:
            named = [f"{code}. {name}" for code, name in zip(codes, named, strict=True)]
        more = len(named) - MOST_NAMED
        if more <= 0:
            return format_list(named)
        shown = format_list(named[:MOST_NAMED])
        return ngettext("%(names)s and %(num)s more", "%(names)s and %(num)s more", more, names=shown, num=more)


def _of_ranges(criterion: Criterion, verdict: Verdict, wish: Wish, facts: Facts) -> str:
    least, below = wish.ranges.get(criterion, (None, None))
    low, high = facts.ranges[criterion]
    if least is None and below is None:
        return _("It has not been said what is sought here.")
    if isnan(low):
        return _("The project does not say this yet.")
    has, wanted = _range(criterion, low, high), _range(criterion, least or 0.0, inf if below is None else below)
    if verdict is Verdict.MATCH:
        return _("The project: %(has)s; sought: %(wanted)s. They meet.", has=has, wanted=wanted)
    if verdict is Verdict.NEAR:
        return _(
            "The project: %(has)s; sought: %(wanted)s. They miss each other narrowly.", has=has, wanted=wanted
        )
    return _("The project: %(has)s; sought: %(wanted)s.", has=has, wanted=wanted)


def _range(criterion: Criterion, low: float, high: float) -> str:
    if low == high:
        return _number(criterion, low)
    if high == inf:
        return _("from %(low)s", low=_number(criterion, low))
    if low == 0:
        return _("up to %(high)s", high=_number(criterion, high))
    return _("from %(low)s to %(high)s", low=_number(criterion, low), high=_number(criterion, high))


def _number(criterion: Criterion, value: float) -> str:
    if criterion is Criterion.AMOUNT:
        return format_money(round(value), "USD")
    if criterion is Criterion.RETURN:
        return format_percent(round(value, 2))
    return format_years(round(value, 1))


def _of_words(verdict: Verdict, wish: Wish, facts: Facts) -> str:
    if verdict is Verdict.UNKNOWN:
        return _("Needs and offers have not been described.")
    codes = [term.removeprefix(MARK) for term in facts.shared if term.startswith(MARK)]
    labels = [
        pick({language: known[0] for language, known in concepts().labels[code].items()})[0] for code in codes
    ]
    if labels:
        return _("Both write about: %(subjects)s.", subjects=format_list(dict.fromkeys(labels[:MOST_SUBJECTS])))
    if facts.shared:
        return _("Both use some of the same words.")
    return _("None of the words for needs and offers stands in the project.")


def _of_history(verdict: Verdict, facts: Facts) -> str:
    if verdict is Verdict.UNKNOWN:
        return _("Nothing is known of earlier interest in projects here.")
    joined = [reference for reference, speaks_for in facts.pasts if speaks_for][:MOST_PASTS]
    refused = [reference for reference, speaks_for in facts.pasts if not speaks_for][:MOST_PASTS]
    sentences = []
    if joined and verdict in (Verdict.MATCH, Verdict.NEAR):
        sentences.append(_("Like earlier interests: %(references)s.", references=", ".join(joined)))
    elif joined:
        sentences.append(_("Little like earlier interests: %(references)s.", references=", ".join(joined)))
    if refused:
        sentences.append(_("Put aside before: %(references)s.", references=", ".join(refused)))
    return " ".join(sentences)


def best_of(reasons: Sequence[Reason]) -> list[Reason]:
    """What speaks for a match, the most first."""
    good = [reason for reason in reasons if reason.verdict in (Verdict.MATCH, Verdict.NEAR)]
    return sorted(good, key=lambda reason: -reason.tenths)


def score_text(tenths: int) -> str:
    """Tenths of points as people read them."""
    return format_number(tenths / 10, 1)


RULED_OUT = {
    "closed": lambda: _("The project takes no new interest at present."),
    "blocked": lambda: _("A check raised issues."),
}


def ruled_out_sentence(name: str, names: Names) -> str:
    """Why there is no fit at all."""
    if name in RULED_OUT:
        return RULED_OUT[name]()
    kind, _colon, code = name.partition(":")
    if kind == "condition":
        return _("A condition is not met: %(criterion)s.", criterion=str(Criterion(code).label))
    restriction = pick(names["restrictions"][code])[0]
    return _("Insisted on, and not to be had in the project: %(what)s.", what=restriction)
