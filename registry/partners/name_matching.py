"""Whether two readings are names of one organisation: what both say against what only one says."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from registry.labelled import Labelled
from registry.languages import fold
from registry.languages import lazy_gettext as _l
from registry.partners.name_reading import HOST, PLACES, Reading, Token, script
from registry.partners.name_sounds import are_far, likeness
from registry.partners.name_words import Role


class Reason(Labelled):
    """Why two organisations may be one."""

    SAME_NAME = "same_name", _l("The names are the same")
    SAME_KNOWN = "same_known", _l("Both are names of one well-known organisation")
    ACRONYM = "acronym", _l("One name is the acronym of the other")
    SAME_DOMAIN = "same_domain", _l("Website or e-mail have the same domain")
    TRANSLITERATED = "transliterated", _l("The names sound alike in different scripts")
    TRANSLATED = "translated", _l("One name is a translation of the other")
    SIMILAR_SPELLING = "similar_spelling", _l("The names are spelled similarly")


#: The countries of two organisations, where they are known.
Countries = tuple[str | None, str | None]
#: role -> how much it says, and how much more or less it says where only one name has it
_WEIGHTS: Final[dict[Role, tuple[float, float]]] = {
    Role.LIGHT: (0.3, 0.5),
    Role.OFFICE: (0.5, 0.4),
    Role.KIND: (1, 1),
    Role.FIELD: (1, 1.5),
    Role.COUNTRY: (1.5, 0.6),
    Role.REGION: (1.5, 1),
    Role.CITY: (1.8, 1),
    Role.KNOWN: (4, 1.5),
    Role.PARENT: (1, 0.3),
    Role.PROPER: (2, 1.5),
    Role.HONOUR: (0.6, 0.3),
    Role.ACRONYM: (2, 0.6),
}
#: What two names must have in common to be compared at all: more than one word of a trade.
ENOUGH: Final = 1.5
#: From here on two words sound alike: in one script, in two, and where the list knows one of them to be a place or
#: what a Chinese word means.
ALIKE, ALIKE_OF_TWO_SCRIPTS, ALIKE_OF_LISTED = 0.85, 0.8, 0.98
#: What a name is worth that agrees by its acronym only, or is a trade in other words.
OF_ACRONYM, OF_TRADE = 0.9, 0.7
#: What an acronym may leave out.
WITHOUT: Final = (frozenset[Role](), frozenset({Role.COUNTRY}), frozenset({Role.COUNTRY, Role.HONOUR}))
#: Roles of words that organisations of all countries share; that companies have in common by chance;
#: that are no words to listen to; that set two apart only if both have them; that never do.
_EVERYWHERE: Final = frozenset({Role.LIGHT, Role.OFFICE, Role.KIND, Role.FIELD})
_TRADE: Final = frozenset({Role.LIGHT, Role.FIELD, Role.COUNTRY, Role.REGION})
_SILENT: Final = frozenset({Role.KNOWN, Role.PARENT})
_SET_ASIDE: Final = frozenset({Role.PARENT, Role.HONOUR})
_SOFT: Final = frozenset({Role.LIGHT, Role.OFFICE}) | _SET_ASIDE
#: Kinds that bear somebody's name.
_DEDICATED: Final = frozenset({"university", "institute", "academy", "college"})
#: Codes that translate one another, half sure.
_NEAR: Final = (
    frozenset({"university", "institute"}),
    frozenset({"institute", "academy", "college", "center", "laboratory"}),
    frozenset({"agency", "committee", "office"}),
    frozenset({"association", "organization"}),
    frozenset({"architecture", "construction"}),
    frozenset({"technology", "scitech"}),
    frozenset({"botany", "company"}),  # a plant
)
#: Last words in whose language the country goes without saying, folded.
_LANGUAGES: Final = {
    "UZ": re.compile("(?:vazirligi|agentligi|qomitasi|instituti|universiteti|akademiyasi|palatasi|uyushmasi)$"),
    "TR": re.compile("(?:bakanligi|mudurlugu|universitesi|enstitusu|baskanligi|kurumu)$"),
    "KZ": re.compile("(?:министрлігі|университеті|институты|академиясы|агенттігі|комитеті)$"),
}


def compare(one: Reading, other: Reading, countries: Countries) -> tuple[float, Reason]:
    """How likely two names are of one organisation, and what speaks for it."""
    if one.text == other.text:
        return _of_same_text(one, countries), Reason.SAME_NAME
    are_two_known = one.known and other.known and one.known != other.known
    if are_two_known or (one.own and other.own and are_far(one.own, other.own)):
        return 0, Reason.SIMILAR_SPELLING
    match = _Match(one, other)
    match.acronyms()
    match.same_sounds()
    if all(any(token.role is Role.PROPER for token in rest) for rest in match.rest):
        return 0, Reason.SIMILAR_SPELLING
    match.near_kinds()
    match.near_places()
    match.untranslated()
    return match.score(countries), match.reason()


def _of_same_text(name: Reading, countries: Countries) -> float:
    """Ministries of the same name exist in many countries."""
    is_common = all(token.role in _EVERYWHERE for token in name.tokens)
    return 0.5 if is_common and _differ(countries) else 1


def _differ(countries: Countries) -> bool:
    return None not in countries and countries[0] != countries[1]


class _Match:
    """What two names have in common, and what is left of each."""

    def __init__(self, one: Reading, other: Reading) -> None:
        self.names = (one, other)
        common = one.by_key.keys() & other.by_key.keys()
        self.matched = [(one.by_key[key], other.by_key[key]) for key in sorted(common)]
        self.rest = [[token for token in name.tokens if token.key not in common] for name in self.names]
        self.points = sum(min(_weight(a), _weight(b)) for a, b in self.matched)
        #: what half matches lack
        self.gaps = 0.0
        self.is_acronym = False

    def _take(self, ours: Sequence[Token], theirs: Sequence[Token], share: float) -> None:
        weight = min(sum(map(_weight, ours)), sum(map(_weight, theirs)))
        self.points += share * weight
        self.gaps += (1 - share) * weight
        self.matched += [(a, b) for a in ours for b in theirs]
        self.rest = [[token for token in rest if token not in (*ours, *theirs)] for rest in self.rest]

    def acronyms(self) -> None:
        """Match an acronym with the words that it stands for."""
        for side in (0, 1):
            for token in [token for token in self.rest[side] if token.role is Role.ACRONYM]:
                for without in WITHOUT:
                    meant = [other for other in self.rest[1 - side] if other.role not in without]
                    words = Reading(tuple(meant)).words()
                    enough = 2 if self.matched else 3
                    if token in self.rest[side] and len(words) >= enough and abbreviates(token.raw, words):
                        self.points += sum(map(_weight, meant))
                        self.rest[side].remove(token)
                        self.rest[1 - side] = [other for other in self.rest[1 - side] if other not in meant]
                        self.is_acronym = True

    def same_sounds(self) -> None:
        """Match words that sound alike, then all that is left of both as one word: Sino Hydro, Sinohydro."""
        ours, theirs = self._unheard()
        near = [
            (-alike, a.key, b.key, a, b)
            for a in ours
            for b in theirs
            if not (a.code and b.code) and (alike := likeness(a.text, b.text)) >= _alike_from(a, b)
        ]
        for unlike, *_, a, b in sorted(near, key=lambda found: found[:3]):
            if a in self.rest[0] and b in self.rest[1]:
                self._take([a], [b], -unlike)
        ours, theirs = self._unheard()
        if ours and theirs and len(ours) + len(theirs) > 2:
            whole = likeness(_joined(ours), _joined(theirs))
            if whole >= _alike_from(ours[0], theirs[0]):
                self._take(ours, theirs, whole)

    def _unheard(self) -> tuple[list[Token], list[Token]]:
        """What is left to listen to; nothing if the list knows all of it."""
        ours, theirs = ([token for token in rest if token.role not in _SILENT] for rest in self.rest)
        return ([], []) if all(token.code for token in (*ours, *theirs)) else (ours, theirs)

    def near_kinds(self) -> None:
        """Match kinds that translate one another, by half."""
        for near in _NEAR if all(self.rest) else ():
            kinds = [[token for token in rest if token.code in near] for rest in self.rest]
            if all(kinds):
                self._take(kinds[0][:1], kinds[1][:1], 0.5)

    def near_places(self) -> None:
        """Match where it sits: a capital with its country, a place said to be that with one that may be."""
        hosts = [[token for token in rest if token.code.startswith(HOST)] for rest in self.rest]
        for side in (0, 1):
            for host in hosts[side]:
                country = host.code.removeprefix(HOST)[:2]
                for other in self.rest[1 - side]:
                    is_near = other.role in PLACES and other.code.removeprefix(HOST)[:2] == country
                    may_be_host = other.code.startswith(HOST) or not hosts[1 - side]
                    if is_near and may_be_host and host in self.rest[side]:
                        ours, theirs = (other, host) if side else (host, other)
                        self._take([ours], [theirs], 0.8)

    def untranslated(self) -> None:
        """Match the only words left if one is in small letters, so a word that the list lacks and no name."""
        ours, theirs = ([token for token in rest if token.role is not Role.LIGHT] for rest in self.rest)
        if len(ours) != 1 or len(theirs) != 1 or ours[0].code or theirs[0].code or self.points < 2.5:
            return
        if script(ours[0].text) != script(theirs[0].text) and Role.FIELD in (ours[0].role, theirs[0].role):
            self._take(ours, theirs, 0.6)

    def score(self, countries: Countries) -> float:
        """What is common as a share of all, where what each says differently counts most."""
        if self.points < ENOUGH and any(self.rest):
            return 0
        lost, against = [0.0, 0.0], [0.0, 0.0]
        aside = all(any(token.role in _SET_ASIDE for token in rest) for rest in self.rest)
        for side, rest in enumerate(self.rest):
            for token in rest:
                loss = _weight(token) * self._loss(token, side, countries[1 - side])
                lost[side] += loss
                if token.role not in _SOFT or (aside and token.role in _SET_ASIDE):
                    against[side] += loss
        score = self.points / (self.points + self.gaps + sum(lost) + 2 * min(against))
        if self.is_acronym:
            return OF_ACRONYM * score
        if _differ(countries) and all(token.role in _EVERYWHERE for token, _ in self.matched):
            score /= 2
        return OF_TRADE * score if self._is_trade_in_other_words() else score

    def _loss(self, token: Token, side: int, country: str | None) -> float:
        """How much it counts that only one name has this; the country is that of the other."""
        others = self.rest[1 - side]
        if token.code.startswith(HOST):
            return 0.5
        if token.role is Role.COUNTRY:
            cities = any(other.code.startswith(token.code + ".") for pair in self.matched for other in pair)
            language = _LANGUAGES.get(token.code)
            is_said = token.code == country or (language and language.search(self.names[1 - side].text))
            if is_said or (cities and not any(other.role in PLACES for other in others)):
                return 0.1
        if token.role in PLACES and self._is_known():
            return 0.5
        if token.role in (Role.PROPER, Role.HONOUR) and self._is_dedicated(self.rest[side], others):
            return 0.1
        if token.role is Role.FIELD and self._is_company():
            return 0.65
        if token.role is Role.LIGHT and all(a.role in _EVERYWHERE for a, _ in self.matched):
            return 1.5
        if token.code == "bank" and not others:
            return 0.6
        return _WEIGHTS[token.role][1]

    def _is_known(self) -> bool:
        return bool(self.names[0].known) and self.names[0].known == self.names[1].known

    def _is_dedicated(self, rest: list[Token], others: list[Token]) -> bool:
        """True if one name is the other with somebody's name before it, as universities have."""
        if any(token.role not in (Role.PROPER, Role.HONOUR, Role.LIGHT) for token in rest):
            return False
        if any(token.role not in (Role.HONOUR, Role.LIGHT) for token in others):
            return False
        codes = {token.code for token, _ in self.matched}
        is_placed = any(token.role in PLACES for token, _ in self.matched)
        return is_placed and bool(codes & _DEDICATED and codes & {"state", "national"})

    def _is_company(self) -> bool:
        """True if both have proper names in common and are of no kind, as companies, which add what they do."""
        if any(token.role is Role.KIND for name in self.names for token in name.tokens):
            return False
        return any(token.role is Role.PROPER for pair in self.matched for token in pair)

    def _is_trade_in_other_words(self) -> bool:
        """True if both say a trade, each in its language: companies are seldom translated, but into Chinese."""
        if any(token.role not in _TRADE for pair in self.matched for token in pair):
            return False
        return all(script(name.text) for name in self.names) and any(
            a.code == b.code and a.role not in PLACES and likeness(a.text, b.text) < 0.6 for a, b in self.matched
        )

    def reason(self) -> Reason:
        ours, theirs = self.names
        if self.is_acronym:
            return Reason.ACRONYM
        if self._is_known():
            return Reason.SAME_KNOWN
        if any(a.code and a.code == b.code and likeness(a.text, b.text) < 0.6 for a, b in self.matched):
            return Reason.TRANSLATED
        return Reason.SIMILAR_SPELLING if script(ours.text) == script(theirs.text) else Reason.TRANSLITERATED


def _weight(token: Token) -> float:
    return _WEIGHTS[token.role][0]


def _alike_from(one: Token, other: Token) -> float:
    ours, theirs = script(one.text), script(other.text)
    # An acronym with one letter changed is another one.
    if ours == theirs and one.role is other.role is Role.ACRONYM:
        return 1.1
    for token, its_script in ((one, ours), (other, theirs)):
        if token.code and (token.role in PLACES or its_script == 0):
            return ALIKE_OF_LISTED
    return ALIKE if ours == theirs else ALIKE_OF_TWO_SCRIPTS


def _joined(tokens: Iterable[Token]) -> str:
    return "".join(token.text for token in tokens).replace(" ", "")


def abbreviates(acronym: str, words: Sequence[str]) -> bool:
    """True if the parts of an acronym (КазНУ: каз, н, у) begin the words, one after the other."""
    parts = acronym_parts(acronym)
    return len(parts) == len(words) and all(map(str.startswith, words, parts))


def acronym_parts(acronym: str) -> list[str]:
    """An acronym cut before its capitals."""
    return [fold(part) for part in re.findall(r"[A-ZА-ЯЁЎҚҒҲ][^A-ZА-ЯЁЎҚҒҲ]*", acronym)]
