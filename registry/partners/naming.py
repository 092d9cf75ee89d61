"""Two names of one organisation, told from names that only look alike, in any script, spelling or translation.

A name is read as tokens (`name_reading`). What both names say counts for them, what only one says counts against
them, and what each says differently counts most (`name_matching`). Pure: no database, no requests.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import combinations
from typing import Final

from registry.languages import fold
from registry.partners.name_matching import WITHOUT, Reason, acronym_parts, compare
from registry.partners.name_reading import Reading, readings
from registry.partners.name_sounds import latin, sounds
from registry.partners.name_words import Role

__all__ = ["LIKELY", "Known", "NameIndex", "Pair", "Reason", "alike", "likely_pairs", "name_key"]

#: Pairs from here on are worth a person's look.
LIKELY: Final = 0.75
#: What a domain in common is worth.
OF_DOMAIN: Final = 0.9
#: Names that share a key are compared, unless so many share it that it says nothing; names that are the same in
#: one respect always are, within reason.
CROWD, CROWD_OF_SAME = 40, 300
LONGEST_KEY: Final = 400


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation as it is compared: all its names, and the domains that only it uses."""

    id: int
    names: tuple[str, ...]
    country: str | None = None
    domains: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two organisations that may be one, with the likelihood from 0 to 1."""

    first: int
    second: int
    score: float
    why: Reason


@dataclass(frozen=True, slots=True)
class _Entry:
    known: Known
    readings: tuple[Reading, ...]
    #: the known organisations that it may be
    bodies: frozenset[str]

    @property
    def is_written_out(self) -> bool:
        return not all(reading.is_acronym for reading in self.readings)

    def is_other_body(self, other: "_Entry") -> bool:
        """True if both are known organisations, and not the same."""
        return bool(self.bodies and other.bodies) and self.bodies.isdisjoint(other.bodies)


#: Place of an organisation in the index -> how likely it is the one in question, and why.
Found = dict[int, tuple[float, Reason]]


class NameIndex:
    """Organisations, ready to be compared with one or with one another."""

    def __init__(self, everybody: Iterable[Known]) -> None:
        self._entries = [_entry(known) for known in everybody]
        self._by_domain: defaultdict[str, list[int]] = defaultdict(list)
        #: each name with the place of who bears it
        self._names: list[tuple[int, Reading]] = []
        for place, entry in enumerate(self._entries):
            self._names += [(place, reading) for reading in entry.readings]
            for domain in entry.known.domains:
                self._by_domain[domain].append(place)
        #: key -> numbers of the names that have it
        self._together: dict[str, list[int]] = {}
        self._crowded: frozenset[str] = frozenset()
        self._gather(partial(_same_keys, full=":", acronym="."), CROWD_OF_SAME)
        self._crowded = self._gather(_word_keys, CROWD)
        for size in (2, 3):
            self._gather(partial(self._combined, size=size), CROWD)

    @classmethod
    def of(cls, everybody: Iterable[Known]) -> "NameIndex":
        """The index of these organisations."""
        return cls(everybody)

    def _gather(self, keys_of: Callable[[Reading], Iterable[str]], crowd: int) -> frozenset[str]:
        """Bring together the names that share a key; the keys that too many share are the answer."""
        together: defaultdict[str, list[int]] = defaultdict(list)
        for number, (_, reading) in enumerate(self._names):
            for key in keys_of(reading):
                together[key].append(number)
        self._together |= {key: numbers for key, numbers in together.items() if len(numbers) <= crowd}
        return frozenset(together.keys() - self._together.keys())

    def _combined(self, reading: Reading, size: int) -> Iterator[str]:
        """Keys that too many share, as many together as given."""
        crowded = sorted(key for key in _word_keys(reading) & self._crowded if key[0] != "-")
        return map("+".join, combinations(crowded, size))

    def _found(self, entry: _Entry, *, after: int = -1) -> Found:
        """Those after a place that may be this organisation."""
        found: Found = {}
        for reading in entry.readings:
            keys = {*_same_keys(reading, full=".", acronym=":"), *_word_keys(reading)}
            keys.update(self._combined(reading, 2), self._combined(reading, 3))
            for number in {number for key in keys for number in self._together.get(key, ())}:
                place, name = self._names[number]
                other = self._entries[place]
                # Where both are written out, the same acronym is chance.
                is_chance = (
                    reading.is_acronym and name.is_acronym and entry.is_written_out and other.is_written_out
                )
                if place > after and not is_chance and not entry.is_other_body(other):
                    alike = compare(reading, name, (entry.known.country, other.known.country))
                    found[place] = max(found.get(place, alike), alike)
        for domain in entry.known.domains:
            for place in self._by_domain[domain] if len(self._by_domain.get(domain, ())) <= CROWD else ():
                if place > after and not entry.is_other_body(self._entries[place]):
                    alike = (OF_DOMAIN, Reason.SAME_DOMAIN)
                    found[place] = max(found.get(place, alike), alike)
        return {place: alike for place, alike in found.items() if alike[0] >= LIKELY}

    def alike(self, one: Known) -> list[Pair]:
        """Those that may be this organisation, likeliest first."""
        found = self._found(_entry(one))
        others = ((self._entries[place].known, alike) for place, alike in found.items())
        return _best_first(
            Pair(one.id, other.id, round(s, 3), why) for other, (s, why) in others if other.id != one.id
        )

    def pairs(self) -> list[Pair]:
        """All pairs that may be one organisation, likeliest first."""
        beside: defaultdict[int, Found] = defaultdict(dict)
        for place, entry in enumerate(self._entries):
            for other, alike in self._found(entry, after=place).items():
                beside[place][other] = beside[other][place] = alike
        ids = [entry.known.id for entry in self._entries]
        direct = {(one, other): near[other] for one, near in beside.items() for other in near if one < other}
        ids = [entry.known.id for entry in self._entries]
        return _best_first(
            Pair(min(ids[one], ids[other]), max(ids[one], ids[other]), round(score, 3), why)
            for (one, other), (score, why) in (self._through_others(beside) | direct).items()
        )

    def _through_others(self, beside: Mapping[int, Found]) -> dict[tuple[int, int], tuple[float, Reason]]:
        """Pairs that a third connects, as the full name an acronym with a translation."""
        links: dict[tuple[int, int], tuple[float, Reason]] = {}
        for middle, near in beside.items():
            if len(near) > CROWD or not self._entries[middle].is_written_out:
                continue
            for one, other in combinations(sorted(near), 2):
                score = near[one][0] * near[other][0]
                if score >= LIKELY and not self._entries[one].is_other_body(self._entries[other]):
                    why = min(near[one], near[other])[1]
                    links[one, other] = max(links.get((one, other), (0, why)), (score, why))
        return links


def likely_pairs(everybody: Iterable[Known]) -> list[Pair]:
    """All pairs that may be one organisation, likeliest first."""
    return NameIndex(sorted(everybody, key=lambda known: known.id)).pairs()


def alike(one: Known, others: Iterable[Known]) -> list[Pair]:
    """Those of the others that may be this organisation, likeliest first."""
    return NameIndex(others).alike(one)


def name_key(names: Iterable[str]) -> str:
    """All names and how they are written in Latin letters, folded, as a search looks for them."""
    folded = [fold(name) for name in names if name]
    words = dict.fromkeys(word for text in (*folded, *map(latin, folded)) for word in text.split())
    return " ".join(words)[:LONGEST_KEY].strip()


def _best_first(pairs: Iterable[Pair]) -> list[Pair]:
    return sorted(pairs, key=lambda pair: (-pair.score, pair.first, pair.second))


def _entry(known: Known) -> _Entry:
    read = tuple(dict.fromkeys(reading for name in known.names for reading in readings(name)))
    return _Entry(known, read, frozenset(reading.known for reading in read if reading.known))


@lru_cache(maxsize=200_000)
def _same_keys(reading: Reading, *, full: str, acronym: str) -> frozenset[str]:
    """What names have in common that are the same in one respect; the marks keep full names from one another."""
    keys = {"=" + " ".join(sorted(reading.says)), "&" + sounds("".join(reading.words()))[0].coarse}
    if reading.known:
        keys.add(reading.known)
    for words in map(reading.words, WITHOUT):
        if len(words) > 2:
            keys.add(full + "".join(word[0] for word in words))
    for token in reading.tokens:
        if token.role is Role.ACRONYM:
            keys.add(acronym + "".join(part[0] for part in acronym_parts(token.raw)))
    return frozenset(keys)


@lru_cache(maxsize=200_000)
def _word_keys(reading: Reading) -> frozenset[str]:
    """What it says, one by one, and how it sounds."""
    codes = {token.code for token in reading.tokens if token.code and token.role is not Role.LIGHT}
    heard = {"-" + sounds(word)[0].coarse for word in reading.words() if len(word) > 3}
    return reading.ears | codes | heard
