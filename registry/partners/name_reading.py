"""An organisation's name read as tokens: what kind it is, of which field, from where, and what is its own."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import permutations
from typing import Final

from registry.languages import fold
from registry.partners.name_sounds import RUN, sounds
from registry.partners.name_words import KNOWN, Role, Word, known_names, lexicon

#: Codes of places where an organisation only sits begin with this.
HOST: Final = "in:"
PLACES: Final = frozenset({Role.COUNTRY, Role.REGION, Role.CITY})
_DROPPED: Final = frozenset({Role.LEGAL, Role.STOP})
#: What a word becomes after, or before, a word that sets it aside.
_ASIDE: Final = {
    (named, role): Role.HONOUR
    for named in (Role.NAMED_NEXT, Role.NAMED_BEFORE)
    for role in (Role.PROPER, Role.ACRONYM, Role.CITY, Role.KIND, Role.FIELD, Role.LIGHT)
} | {
    (under, role): Role.PARENT
    for under in (Role.UNDER_NEXT, Role.UNDER_BEFORE)
    for role in (Role.KIND, Role.FIELD, Role.LIGHT, Role.OFFICE, Role.KNOWN, Role.PROPER)
}
#: Kinds whose place is either whose they are or where they sit.
_POSTED: Final = frozenset({"embassy", "delegation", "office"})
#: "in" of Uzbek and Karakalpak stands at the end of a place.
_IN: Final = re.compile("(?:dagi|degi|tagi|tegi|даги|деги)$")
#: What an academy of sciences is called, which institutes belong to.
_ABOVE: Final = frozenset({"academy", "science"})
#: What institutes and departments belong to.
_OWNERS: Final = frozenset({"academy", "university", "ministry", "cabinet", "_un"})
#: What companies are called or not, as they like.
_COMPANY: Final = frozenset({"company", "group"})
#: Where technology is a field like others, and no ornament.
_TEACHING: Final = frozenset({"university", "institute"})
#: What may stand before the name of a known body whose office this is.
_BEFORE: Final = frozenset({Role.LIGHT, Role.OFFICE, Role.KNOWN})
_BRACKETS: Final = re.compile(r"[(（\[【]([^)）\]】]*)[)）\]】]")
_DIVIDERS: Final = re.compile(r"\s+[-–—/|]\s+|[/|;]")
_SCRIPTS: Final = (re.compile(f"[{RUN}]"), re.compile("[\u0400-\u04ff]"))


@dataclass(frozen=True, slots=True)
class Token:
    """What one or more words say; `code` is "" for words that the list does not have."""

    code: str
    role: Role
    text: str
    raw: str

    @property
    def key(self) -> str:
        return self.code or self.text


@dataclass(frozen=True)
class Reading:
    """One way to read a name."""

    tokens: tuple[Token, ...]

    @cached_property
    def by_key(self) -> dict[str, Token]:
        return {token.key: token for token in self.tokens}

    @cached_property
    def says(self) -> frozenset[str]:
        """What it says, without what says little."""
        return frozenset(token.key for token in self.tokens if token.role is not Role.LIGHT)

    @cached_property
    def text(self) -> str:
        return " ".join(dict.fromkeys(token.text for token in self.tokens))

    @cached_property
    def known(self) -> str:
        """The known organisation that this is a name of, "" if none."""
        return next((token.code for token in self.tokens if token.role is Role.KNOWN), "")

    @cached_property
    def is_acronym(self) -> bool:
        return len(self.tokens) == 1 and self.tokens[0].role is Role.ACRONYM

    @cached_property
    def ears(self) -> frozenset[str]:
        """The consonants of its proper words (~), and also with one of them left out (-)."""
        names = [token.text for token in self.tokens if not token.code]
        heard = set()
        for text in (*names, "".join(names)) if names else ():
            for coarse in {sound.coarse for sound in sounds(text)}:
                heard |= {f"~{coarse}", f"-{coarse}"}
                if len(coarse) > 4:
                    heard |= {f"-{coarse[:i]}{coarse[i + 1 :]}" for i in range(len(coarse))}
        return frozenset(heard)

    @cached_property
    def own(self) -> tuple[str, ...]:
        """The consonants of its proper names, one by one and together; nothing if there may be an acronym."""
        names = [token.text for token in self.tokens if token.role is Role.PROPER and not token.code]
        if any(token.role is Role.ACRONYM for token in self.tokens):
            return ()
        return tuple(sounds(text)[0].coarse for text in ((*names, "".join(names)) if names else ()))

    def words(self, without: frozenset[Role] = frozenset()) -> list[str]:
        """The words it consists of, in order."""
        texts = dict.fromkeys(token.text for token in self.tokens if token.role not in without)
        return [word for text in texts for word in text.split()]


@lru_cache(maxsize=100_000)
def script(text: str) -> int:
    """0 for Chinese, Japanese and Korean, 1 for Cyrillic, -1 for others."""
    return next((place for place, letters in enumerate(_SCRIPTS) if letters.search(text)), -1)


@lru_cache(maxsize=100_000)
def readings(name: str) -> tuple[Reading, ...]:
    """All ways to read a name; what it says once more in brackets or another script is a name of its own."""
    read: dict[Reading, None] = {}
    for part in _parts(name):
        known = _read_known(part)
        # An acronym of a known body stands for nothing else.
        if not known.known or len(known.tokens) > 1 or " " in part or not known.tokens[0].raw.isupper():
            read[_read(part, with_known=False)] = None
        read[known] = None
    return tuple(reading for reading in read if reading.tokens)


def _parts(name: str) -> list[str]:
    outside = " ".join(_BRACKETS.sub(" ", name).split())
    inside = [part for found in _BRACKETS.findall(name) if (part := found.strip())]
    if not outside:
        return inside or [name]
    again = [part for part in inside if _says_again(part, outside)]
    whole = " ".join([outside, *(part for part in inside if part not in again)])
    parts = [part.strip() for part in _DIVIDERS.split(whole) if part.strip()]
    if any(_says_again(one, other) for one, other in permutations(parts[:3], 2)):
        return [*parts, *again]
    return [whole, *again]


def _says_again(part: str, name: str) -> bool:
    """True for the name in another script, or its acronym, but not for a place or an acronym of somebody else."""
    if script(part) != script(name):
        return True
    pieces = list(lexicon(with_known=True).pieces(part))
    if len(pieces) != 1 or len(pieces[0][1]) != 1 or not pieces[0][1][0].is_short_form:
        return False
    ((codes, _),) = pieces
    capitals = fold("".join(filter(str.isupper, part)))
    initials = iter("".join(word[0] for word in _read(name, with_known=False).words()))
    return not codes or (codes[0].startswith(KNOWN) and all(letter in initials for letter in capitals))


def _read_known(name: str) -> Reading:
    """The name with known organisations in it; all of it, if it says what one of their names says in any order."""
    read = _read(name, with_known=True)
    code = "" if read.known else _known_by_words().get(_words_in(name), "")
    return Reading((Token(code, Role.KNOWN, name, name),)) if code else read


def _words_in(name: str) -> tuple[int, frozenset[str]]:
    """What a name says, and in which script: what is short for one country's ministry there is not elsewhere."""
    return script(name), frozenset(_read(name, with_known=False).by_key.keys() - _COMPANY)


@cache
def _known_by_words() -> dict[tuple[int, frozenset[str]], str]:
    found = defaultdict(set)
    for code, names in known_names().items():
        for name in names:
            found[_words_in(name)].add(KNOWN + code)
    return {words: codes.pop() for words, codes in found.items() if len(words[1]) > 1 and len(codes) == 1}


@lru_cache(maxsize=100_000)
def _read(name: str, *, with_known: bool) -> Reading:
    words = lexicon(with_known=with_known)
    tokens: list[Token] = []
    is_host = False
    after: Role | None = None
    for codes, piece in words.pieces(name):
        text, raw = " ".join(word.text for word in piece), piece[0].raw
        for code in codes or ("",):
            role = words.roles[code] if code else _role_of_unlisted(piece[0], name)
            if role is Role.HOST:
                is_host = True
            elif role in (Role.NAMED_NEXT, Role.UNDER_NEXT):
                after = role
            elif role in (Role.NAMED_BEFORE, Role.UNDER_BEFORE):
                _set_aside(tokens, role)
            elif role in PLACES and (is_host or _IN.search(piece[-1].text)):
                tokens.append(Token(HOST + code, role, text, raw))
                is_host = False
            elif role not in _DROPPED:
                tokens.append(Token(code, _ASIDE.get((after, role), role) if after else role, text, raw))
    return Reading(tuple(_settled(tokens)))


def _role_of_unlisted(word: Word, name: str) -> Role:
    if word.raw.islower() and not word.is_run:
        return Role.FIELD
    is_loud = name.isupper() and " " in name.strip()
    return Role.ACRONYM if word.is_short_form and not is_loud else Role.PROPER


def _set_aside(tokens: list[Token], role: Role) -> None:
    """Words before "nomidagi" are a person's, those before "huzuridagi" of the body above."""
    for place in range(len(tokens) - 1, -1, -1):
        aside = _ASIDE.get((role, tokens[place].role))
        if not aside or (tokens[place].role is Role.CITY and place < len(tokens) - 1):
            break
        tokens[place] = replace(tokens[place], role=aside)


def _settled(tokens: list[Token]) -> Iterator[Token]:
    """Every token once, with its role among the others."""
    is_posted = any(token.code in _POSTED or token.role is Role.KNOWN for token in tokens)
    is_part = any(token.role in (Role.KIND, Role.FIELD) for token in tokens)
    codes = {token.code for token in tokens}
    is_of_academy = codes > _ABOVE and any(t.role is Role.KIND and t.code not in _ABOVE for t in tokens)
    # Of two known bodies the one with the longer name belongs to the other: ESCAP to the United Nations.
    longest = max((_full_size(token.code) for token in tokens if token.role is Role.KNOWN), default=0)
    is_taught = any(token.code in _TEACHING for token in tokens)
    seen = set()
    for place, token in enumerate(tokens):
        if token.code.startswith(HOST) and not is_posted:
            token = replace(token, code=token.code.removeprefix(HOST))
        if token.role is Role.KNOWN and (is_part or _full_size(token.code) < longest):
            token = replace(token, role=_role_of_part(token.code))
        is_above = token.code in _ABOVE and is_of_academy
        if is_above or (token.role is Role.KNOWN and not _stands_alone(token, tokens[:place])):
            token = replace(token, role=Role.PARENT)
        if token.code == "technology" and is_taught:
            token = replace(token, role=Role.FIELD)
        # A single letter is somebody's first name.
        if token.key not in seen and (len(token.key) > 1 or len(tokens) == 1 or not token.key.isalpha()):
            seen.add(token.key)
            yield token


@cache
def _full_size(code: str) -> int:
    return max(map(len, known_names()[code.removeprefix(KNOWN)]))


@cache
def _role_of_part(code: str) -> Role:
    """An academy is above its institutes; a bank or a company in a longer name is a brand."""
    read = (_read(name, with_known=False) for name in known_names()[code.removeprefix(KNOWN)])
    return Role.PARENT if any(token.code in _OWNERS for name in read for token in name.tokens) else Role.PROPER


def _stands_alone(known: Token, before: list[Token]) -> bool:
    """False if what stands before a known body makes it another one: American University of Central Asia."""
    own = _read(known.text, with_known=False).tokens
    is_brand = any(not part.code for part in own) and not any(part.role is Role.KIND for part in own)
    return all(token.role in _BEFORE or (token.role is Role.CITY and is_brand) for token in before)
