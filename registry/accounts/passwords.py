"""Passwords: which are good enough, and how they are kept (argon2id)."""

from functools import cache
from importlib import import_module
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from argon2.profiles import CHEAPEST

from registry.languages import fold
from registry.languages import gettext as _
from registry.refusals import Refusal

SHORTEST, LONGEST = 12, 128
SITE_WORDS = ("aral", "karakalpak", "qaraqalpaq", "registry", "nukus")

#: OWASP's minimum for argon2id: 19 MiB, two passes, one lane (Password Storage Cheat Sheet).
OWASP = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

_hasher = OWASP
_decoy = ""
_at_once = BoundedSemaphore(2)


@cache
def _common() -> frozenset[str]:
    """The commonest passwords: 12 MB, loaded by those processes that see one chosen."""
    return frozenset(import_module("zxcvbn.frequency_lists").FREQUENCY_LISTS["passwords"])


def configure(profile: str) -> None:
    """Choose the cost of hashing: `owasp`, or `cheapest` for tests."""
    global _hasher, _decoy
    _hasher = PasswordHasher.from_parameters(CHEAPEST) if profile == "cheapest" else OWASP
    _decoy = _hasher.hash("nobody signs in with this")


def hashed(password: str) -> str:
    """The argon2id hash to keep."""
    with _at_once:
        return _hasher.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """True if the password is the kept one; without a kept one it takes as long and says no."""
    with _at_once:
        try:
            _hasher.verify(kept or _decoy, password)
        except VerificationError:
            return False
    return kept is not None


def check_strength(password: str) -> None:
    """Refuse passwords that are too short, too long or among the first to be guessed; raises Refusal."""
    if len(password) < SHORTEST:
        raise Refusal(_("Use at least %(number)s characters.", number=SHORTEST), "password")
    if len(password) > LONGEST:
        raise Refusal(_("Use at most %(number)s characters.", number=LONGEST), "password")
    folded = fold(password)
    letters = "".join(character for character in folded if character.isalpha())
    if folded in _common() or letters in _common() or len(set(folded)) < 4:
        raise Refusal(_("This password is among the first to be guessed. Choose another one."), "password")
    rest = letters
    for word in SITE_WORDS:
        rest = rest.replace(word, "")
    if len(rest) < 4 and rest != letters:
        raise Refusal(_("This password is made of names from this site. Choose another one."), "password")
