"""Comparing names of organisations with the names on a sanctions list.

The list is read once into an index: every name as its words without legal forms, and as these words sound in Latin
letters. Only names that share a rare word, or the beginning or end of one, are compared in full.
"""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rapidfuzz import fuzz, process

from registry.languages import fold
from registry.partners.checks.outcomes import HitWay
from registry.partners.checks.queries import Named
from registry.partners.name_sounds import RUN, latin, sounds
from registry.partners.name_words import Role, lexicon

#: Percent from which on two names are similar.
SIMILAR: Final = 90
#: Shorter names have too many neighbours: Delta and Deltas. Letters as they sound.
SHORTEST: Final = 7
#: Where one name is a part of the other, the part must have two words with so many letters, one of them rare.
SHORTEST_PART: Final = 10
#: As in RapidFuzz's WRatio, whose comparing of parts would find "bank" in everything and is left out.
PART_COUNTS: Final = 0.95
#: The most that a transliterated and a similar name can have; another country takes away so much.
TRANSLITERATED_AT_MOST, SIMILAR_AT_MOST, ELSEWHERE = 98, 97, 10
#: Names compared in full for one name, unless its two rarest words are more frequent.
ENOUGH: Final = 2000
#: How alike the words must be that are no general ones: Illustrative Bank Alpha, Illustrative Bank Omega.
OWN_WORDS: Final = 75
#: Percent from which on names are read closely when a single organisation is screened.
WORTH_READING: Final = 60
#: A word is rare if it is in fewer names than this, or than one name of so many.
RARE, ONE_OF = 20, 500

_GENERAL: Final = frozenset({Role.LIGHT, Role.OFFICE, Role.KIND, Role.FIELD, Role.COUNTRY, Role.REGION, Role.CITY})
_RUN: Final = re.compile(f"[{RUN}]")
_LETTERS: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Found:
    """A name of an organisation that is like one on the list, in percent."""

    partner_id: int
    partner_name: str
    entry_id: str
    entry_name: str
    way: HitWay
    likeness: int


@dataclass(frozen=True)
class Heard:
    """A name as it is compared."""

    name: str
    words: tuple[str, ...]
    #: each word as it sounds
    sounds: tuple[str, ...]
    #: of these the ones that are no general words
    own: tuple[str, ...]

    @cached_property
    def plain_keys(self) -> frozenset[str]:
        """Equal for equal names, whatever their gaps or the order of their words."""
        return frozenset(("".join(self.words), " ".join(sorted(self.words))))

    @cached_property
    def sound_keys(self) -> frozenset[str]:
        """The same for names that sound alike."""
        # In Chinese gaps are nobody's rule, and the sound of two syllables depends on them.
        return frozenset((_sound("".join(map(latin, self.words))), self.sorted))

    @property
    def sorted(self) -> str:
        return " ".join(sorted(self.sounds))

    @property
    def letters(self) -> int:
        return sum(map(len, self.sounds))

    @property
    def script(self) -> str:
        """`run` for Chinese, Japanese and Korean, `latin`, or `other`."""
        text = "".join(self.words)
        if _RUN.search(text):
            return "run"
        return "latin" if all(letter.isascii() for letter in _LETTERS.findall(text)) else "other"


def hear(name: str) -> Heard:
    """A name without its legal form, as words and as sounds."""
    words = lexicon(with_known=False)
    pieces = list(words.pieces(name))
    kept = [piece for piece in pieces if not piece[0] or words.roles[piece[0][0]] is not Role.LEGAL] or pieces
    spelled = [word.text for _codes, parts in kept for word in parts]
    own = [word.text for codes, parts in kept if not _is_general(codes, words.roles) for word in parts]
    return Heard(name, tuple(spelled), tuple(map(_sound, spelled)), tuple(map(_sound, own)))


def near(partner: Named, entries: Sequence[Named]) -> list[Named]:
    """Entries that might be like an organisation: quicker than reading the whole list closely for a single one."""
    texts = [(latin(fold(name)), entry) for entry in entries for name in entry.names]
    spellings = [text for text, _entry in texts]
    found: dict[int, Named] = {}
    for name in partner.names:
        spelling = latin(fold(name))
        for wanted, scorer, cutoff in (
            (spelling, fuzz.token_set_ratio, WORTH_READING),
            (spelling.replace(" ", ""), fuzz.ratio, WORTH_READING - 10),
        ):
            close = process.extract(wanted, spellings, scorer=scorer, score_cutoff=cutoff, limit=None)
            found |= {place: texts[place][1] for _text, _percent, place in close}
    return list({entry.id: entry for _place, entry in sorted(found.items(), key=lambda item: item[0])}.values())


def _is_general(codes: Sequence[str], roles: dict[str, Role]) -> bool:
    return bool(codes) and all(roles[code] in _GENERAL for code in codes)


def _sound(word: str) -> str:
    return sounds(word)[0].full or word


class Listed:
    """The list, ready to be compared with."""

    def __init__(self, entries: Iterable[Named], total: int | None = None) -> None:
        """`total`: how many names the whole list has, where `entries` are a part of it."""
        self._entries: list[Named] = []
        #: position of a name -> the name, and the position of its entry
        self._names: list[Heard] = []
        self._of = array("i")
        self._sorted: list[str] = []
        self._plain: defaultdict[str, list[int]] = defaultdict(list)
        self._sounding: defaultdict[str, list[int]] = defaultdict(list)
        self._blocks: defaultdict[str, array[int]] = defaultdict(lambda: array("i"))
        for entry in entries:
            self._add(entry)
        counts = Counter(word for heard in self._names for word in set(heard.sounds))
        limit = max(RARE, (total or len(self._names)) // ONE_OF)
        self._frequent = frozenset(word for word, number in counts.items() if number > limit)

    def _add(self, entry: Named) -> None:
        place = len(self._entries)
        self._entries.append(entry)
        for heard in {heard.words: heard for heard in map(hear, entry.names) if heard.words}.values():
            number = len(self._names)
            self._names.append(heard)
            self._of.append(place)
            self._sorted.append(heard.sorted)
            for key in heard.plain_keys:
                self._plain[key].append(number)
            for key in heard.sound_keys:
                self._sounding[key].append(number)
            for key in _blocks(heard):
                self._blocks[key].append(number)

    def find(self, partner: Named) -> list[Found]:
        """For each entry that has a like name the likest pair of names."""
        best: dict[int, Found] = {}
        for heard in map(hear, partner.names):
            for number, way, percent in self._like(heard):
                entry = self._entries[self._of[number]]
                is_elsewhere = bool(entry.countries) and partner.countries.isdisjoint(entry.countries)
                likeness = percent - ELSEWHERE * is_elsewhere
                known = best.get(self._of[number])
                if known is None or likeness > known.likeness:
                    best[self._of[number]] = Found(
                        int(partner.id), heard.name, str(entry.id), self._names[number].name, way, likeness
                    )
        return sorted(best.values(), key=lambda found: (-found.likeness, found.entry_id))

    def _like(self, heard: Heard) -> Iterator[tuple[int, HitWay, int]]:
        """Positions of names that are like this one, with the way and percent; the surest way comes first."""
        done = set()
        for number in {number for key in heard.plain_keys for number in self._plain.get(key, ())}:
            done.add(number)
            yield number, HitWay.EXACT, 100
        for number in {number for key in heard.sound_keys for number in self._sounding.get(key, ())} - done:
            if self._names[number].script != heard.script:
                done.add(number)
                yield number, HitWay.TRANSLITERATED, TRANSLITERATED_AT_MOST
        if heard.letters >= SHORTEST:
            for number, percent in self._similar(heard, done):
                yield number, HitWay.SIMILAR, min(int(percent), SIMILAR_AT_MOST)

    def _similar(self, heard: Heard, done: set[int]) -> Iterator[tuple[int, float]]:
        numbers = list(self._candidates(heard) - done)
        texts = [self._sorted[number] for number in numbers]
        wholes = process.extract(heard.sorted, texts, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=None)
        for _text, percent, place in wholes:
            number = numbers[place]
            if self._names[number].letters >= SHORTEST and _own_words_agree(heard, self._names[number]):
                done.add(number)
                yield number, percent
        least = SIMILAR / PART_COUNTS
        parts = process.extract(heard.sorted, texts, scorer=fuzz.token_set_ratio, score_cutoff=least, limit=None)
        for _text, percent, place in parts:
            number = numbers[place]
            if number not in done and self._is_telling_part(heard, self._names[number]):
                yield number, percent * PART_COUNTS

    def _candidates(self, heard: Heard) -> set[int]:
        found: set[int] = set()
        by_rarity = sorted((self._blocks[key] for key in _blocks(heard) if key in self._blocks), key=len)
        for place, numbers in enumerate(by_rarity):
            if place >= 2 and len(found) + len(numbers) > ENOUGH:
                break
            found.update(numbers)
        return found

    def _is_telling_part(self, one: Heard, other: Heard) -> bool:
        both = set(one.sounds) & set(other.sounds)
        is_long = len(both) >= 2 and sum(map(len, both)) >= SHORTEST_PART
        return is_long and bool(both & set(one.own) & set(other.own) - self._frequent)


def _blocks(heard: Heard) -> set[str]:
    """What a similar name shares at least one of: words, or where they are long, how they begin or end."""
    found = set()
    for word in heard.sounds:
        found.add(word)
        if len(word) > 5:
            found |= {f"{word[:4]}-", f"-{word[-4:]}"}
    return found


def _own_words_agree(one: Heard, other: Heard) -> bool:
    if not one.own or not other.own:
        return True
    return fuzz.ratio(" ".join(sorted(one.own)), " ".join(sorted(other.own))) >= OWN_WORDS
