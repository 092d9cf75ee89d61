"""Names of codes in every language, to write them for people and to read what people wrote."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from registry.labelled import Labelled
from registry.languages import LANGUAGES, fold, pick, use_language
from registry.projects.fields import FIELDS, FieldSpec
from registry.projects.lifecycle import DocumentKind, DocumentState, Publication

#: Enumerations written as words in spreadsheets.
ENUMERATIONS: tuple[type[Labelled], ...] = (
    Publication,
    DocumentKind,
    DocumentState,
    *(spec.enumeration for spec in FIELDS if spec.enumeration is not None),
)

Names = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """list name -> code -> language -> name; the fixed enumerations are added by their class name."""

    lists: Mapping[str, Names]
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def name(self, listing: str, code: str, language: str) -> str:
        """What a code is called."""
        return pick(self.lists[listing][code], language)[0]

    def code(self, listing: str, text: str) -> str | None:
        """The code behind a code or a name in any language; None if there is none."""
        if listing not in self._codes:
            self._codes[listing] = {
                fold(word): code for code, names in self.lists[listing].items() for word in (*names.values(), code)
            }
        return self._codes[listing].get(fold(text))


def vocabulary(lists: Mapping[str, Names]) -> Vocabulary:
    """The reference lists together with the enumerations."""
    return Vocabulary({**lists, **{kind.__name__: _names(kind) for kind in ENUMERATIONS}})


def _names(kind: type[Labelled]) -> Names:
    names: dict[str, dict[str, str]] = {member.value: {} for member in kind}
    for language in LANGUAGES:
        with use_language(language):
            for member in kind:
                names[member.value][language] = str(member.label)
    return names


def list_of(spec: FieldSpec) -> str:
    """The list that a field's codes come from."""
    name = spec.listing or (spec.enumeration.__name__ if spec.enumeration else "")
    assert name, spec.name
    return name
