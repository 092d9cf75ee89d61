"""Words without their endings, for any number of threads."""

from threading import Lock

from snowballstemmer import stemmer

#: They keep the word they work on: one thread at a time.
_STEMMERS = {"en": stemmer("english"), "ru": stemmer("russian")}
_turn = Lock()


def stem(word: str, language: str) -> str:
    """The stem of a folded word, in English ("en") or Russian ("ru"), by Snowball's rules."""
    with _turn:
        return str(_STEMMERS[language].stemWord(word))
