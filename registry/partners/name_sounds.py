"""How the words of organisations' names are written in Latin letters, how they sound, and how alike."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from typing import Any, Final

from rapidfuzz import fuzz

#: Chinese, Japanese and Korean, which are written without gaps.
RUN: Final = "\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7a3"
IS_RUN: Final = re.compile(rf"[{RUN}]+")
CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
#: Cyrillic as Uzbek writes it in Latin, folded; with letters of Karakalpak, Kazakh, Kyrgyz and Tajik.
UZBEK: Final = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфхыэўқғҳәөүұіңһҷӣӯ", "abvgdeziyklmnoprstufxieoqghaouuinhjiu", strict=True))
    | {"ж": "j", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
)
#: Where passports differ from that, unless the word has letters that Russian lacks.
_PASSPORT: Final = str.maketrans({"ж": "zh", "х": "kh", "й": "i", "щ": "shch"})
_NOT_RUSSIAN: Final = re.compile("[ўқғҳәөүұіңһҷӣӯ]")

#: Spellings and their sound, in the order they are looked for; capitals are sh, ch and zh.
_RULES: Final = (
    "sch|sh>S tch|ch>C chzh|dzh|dj|zh|j>J t[sz]>z ph>f kh|x>h gh>g ck|q>k w>v c(?=[eiy])>s c>k ng>n"
    r" eo>o eu>u [iy](?=[aeou])> ee|ea|y>i oo|ou>u (.)\1+>\1"
)
_SPELLINGS: Final = tuple(
    (re.compile(pattern), sound) for pattern, _, sound in (rule.partition(">") for rule in _RULES.split())
)
#: What Chinese, read as pinyin, writes for foreign sounds.
_FOREIGN: Final = (("q", "ch"), ("x", "sh"), ("zh", "j"), ("wu", "u"), ("er", "r"), ("ng", "n"), ("yi", "i"))
_PINYIN: Final = re.compile("(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])(?:[aeiou]{1,3}(?:ng?)?))+")
#: What else letters stand for, from one language to the other.
_ALSO: Final = (("г", "х"), ("ж", "р"), ("x", "ks"), ("c", "ch"), ("j", "y"), ("gidro", "hidro"))
#: Endings that other languages do not have: педиатрический, pediatric.
_ADJECTIVE: Final = re.compile("(?<=....)(?:(?:ич)?еск|ск|н)?(?:ий|ый|ой|ая|ое|ого|ому|ых|ым)$")
_COARSE: Final = str.maketrans("pbfvtdkghszSCJlrmn", "ppppttkkksssssrrnn", "aeiou ")
#: Percent of likeness below which consonants need no closer look.
FAR: Final = 50


@dataclass(frozen=True, slots=True)
class Sound:
    """A word as it is heard, without vowels, and without what scripts and ears confuse."""

    full: str
    frame: str
    coarse: str
    is_han: bool


@cache
def _pinyin() -> Any:
    """The library of Chinese sounds: 55 MB that only those processes load that compare names."""
    return import_module("pypinyin")


def latin(text: str) -> str:
    """A folded text in Latin letters: Cyrillic as passports or as Uzbek write it, Chinese in pinyin."""
    if CYRILLIC.search(text):
        text = (text if _NOT_RUSSIAN.search(text) else text.translate(_PASSPORT)).translate(UZBEK)
    return IS_RUN.sub(lambda found: "".join(_syllables(found.group())), text)


def _syllables(run: str) -> Iterator[str]:
    # pypinyin writes v for ü.
    for syllable in [part.replace("v", "u") for part in _pinyin().lazy_pinyin(run)] if _HAN.search(run) else run:
        # The name of a Korean or Japanese sign ends with how it is read: HANGUL SYLLABLE SEO.
        for sign in (syllable,) if syllable.isascii() else syllable:
            yield sign if sign.isascii() else unicodedata.name(sign, "").rpartition(" ")[2].lower()


@lru_cache(maxsize=200_000)
def sounds(text: str) -> tuple[Sound, ...]:
    """How a folded word may sound; Chinese also as it writes foreign names."""
    is_han = bool(_HAN.search(text))
    text = _ADJECTIVE.sub("", text)
    spelled = [latin(text.replace("чж", "ж").replace("цз", "ж"))]
    if is_han or (re.search("[qxzc]", text) and _PINYIN.fullmatch(text)):
        foreign = spelled[0]
        for pinyin, letters in _FOREIGN:
            foreign = foreign.replace(pinyin, letters)
        spelled.append(foreign)
    if not is_han:
        spelled += [latin(text.replace(*also)) for also in _ALSO if also[0] in text]
    return tuple(_sound(word, is_han) for word in dict.fromkeys(spelled))


def _sound(text: str, is_han: bool) -> Sound:
    for pattern, sound in _SPELLINGS:
        text = pattern.sub(sound, text)
    coarse = re.sub(r"(.)\1+", r"\1", text.translate(_COARSE))
    return Sound(text, re.sub("[aeiou ]", "", text), coarse or text, is_han)


def are_far(ours: Iterable[str], theirs: Collection[str]) -> bool:
    """True if no consonants of ours are near any of theirs: most words are far, and this tells it at once."""
    return all(fuzz.ratio(one, other) < FAR for one in ours for other in theirs)


@lru_cache(maxsize=200_000)
def likeness(one: str, other: str) -> float:
    """How alike two folded texts sound, from 0 to 1."""
    if one.isdigit() or other.isdigit():
        return float(one == other)
    ours, theirs = sounds(one), sounds(other)
    if are_far((ours[0].coarse,), (theirs[0].coarse,)):
        return 0
    return max([_likeness(a, b) for a in ours for b in theirs])


def _likeness(one: Sound, other: Sound) -> float:
    if one.is_han and other.is_han:
        return float(one.full == other.full)
    full = fuzz.ratio(one.full, other.full) / 100
    shorter, longer = sorted((len(one.full), len(other.full)))
    if shorter < 4:
        return full
    beginning = max(6, int(0.7 * longer) + 1)
    if shorter >= beginning and one.full[:beginning] == other.full[:beginning]:
        full = max(full, 0.9)
    coarse = fuzz.ratio(one.coarse, other.coarse) / 100
    alike = full / 2 + fuzz.ratio(one.frame, other.frame) / 400 + coarse / 4
    if one.is_han == other.is_han or min(len(one.coarse), len(other.coarse)) < 3:
        return alike
    # Chinese has no signs for many foreign sounds, so little more than the order of consonants is left.
    return max(alike, 0.9 * coarse) if full >= 0.5 else alike
