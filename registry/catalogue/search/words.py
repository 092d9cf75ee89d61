"""Words as they are searched: cut out of a text, folded, without endings; Chinese as pairs of characters.

A term is what two spellings of a word have in common. The same word in a text and in a query gives the same term;
a query does not say its language, so there a word gives the terms it would have in each.
"""

import re
from functools import lru_cache

from kaalin import cyrillic2latin

from registry.languages import APOSTROPHES, LANGUAGES, fold
from registry.stems import stem

#: Words of one language that say nothing of what is looked for.
STOP_WORDS = frozenset(
    fold(
        "a an and are as at be by for from in into is it its of on or that the their this to with "
        "без в во для до и из или к как на не о об от по под при с со у это "
        "uchun va bilan ham yoki bu har "
        "ushın menen hám yamasa bul hár ushin"
    ).split()
)
#: Longer runs of letters are no words.
LONGEST_WORD = 40

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[\w{re.escape(APOSTROPHES)}]+")
_PIECE = re.compile(rf"[{_HAN}]+|[^{_HAN}]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")

#: Uzbek in Cyrillic -> Latin, already folded (oʻ = o, gʻ = g).
_UZBEK_LATIN = str.maketrans(
    dict(zip("абвгдежзийклмнопрстуфхэўқғҳ", "abvgdejziyklmnoprstufxeoqgh", strict=True))
    | {"ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "ю": "yu", "я": "ya", "ё": "yo"}
)

#: Endings of Uzbek and Karakalpak nouns, folded: plural, possession, case, quality. Longest first.
_TURKIC_ENDINGS = tuple(
    """
    larni lerni laring lering ingiz
    lari leri ning dagi degi tagi tegi imiz
    lar ler nin din tin dan den tan ten nan nen lik liq
    ni di ti ga ge qa ke ka na ne da de ta te gi si im in li
    i
    """.split()  # noqa: SIM905 (fifty quoted lines would not be read by anyone)
)
#: Letters that must be left of a word when the first, second and third ending is taken off.
_SHORTEST_TURKIC = (3, 3, 4)


def words_of(text: str) -> list[str]:
    """The words of a text as they are written; a run of Chinese characters is one."""
    return [
        piece
        for word in _WORD.findall(text)
        for piece in (_PIECE.findall(word) if is_han(word) else (word,))
        if len(piece) <= LONGEST_WORD or is_han(piece)
    ]


def is_han(text: str) -> bool:
    """True if there is a Chinese character in the text."""
    return any("\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" for character in text)


@lru_cache(maxsize=65_536)
def term(word: str, language: str) -> str:
    """The term of one word (not Chinese) in a text of this language; "" if it says nothing."""
    folded = fold(word)
    if not folded or folded in STOP_WORDS:
        return ""
    if folded.isdigit():
        return folded.lstrip("0") or "0"
    if _CYRILLIC.search(folded):
        return _turkic(latin(folded, language)) if language in ("uz", "kaa") else stem(folded, "ru")
    return _turkic(folded) if language in ("uz", "kaa") else stem(folded, "en")


def terms_anywhere(word: str) -> frozenset[str]:
    """The terms a word (not Chinese) may have in a text of any of the languages."""
    return frozenset(found for language in LANGUAGES if (found := term(word, language)))


def latin(word: str, language: str) -> str:
    """A folded word in Cyrillic as Uzbek or Karakalpak write it in Latin, folded."""
    if language == "uz":
        return ("ye" + word[1:] if word.startswith("е") else word).translate(_UZBEK_LATIN)
    return fold(str(cyrillic2latin(word)))


def _turkic(word: str) -> str:
    for shortest in _SHORTEST_TURKIC:
        for ending in _TURKIC_ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= shortest:
                word = word[: -len(ending)]
                break
        else:
            break
    return word


def pairs(run: str) -> list[str]:
    """A run of Chinese characters as overlapping pairs; a single one as itself."""
    return [run[place : place + 2] for place in range(len(run) - 1)] or [run]
