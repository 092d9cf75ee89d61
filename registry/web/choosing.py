"""A group of filter choices with counts, as lists show them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from registry.web.navigation import here_with


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One group of choices; `name` is the parameter."""

    name: str
    label: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.chosen)


@dataclass(frozen=True, slots=True)
class Chip:
    """Something chosen, and the present address without it."""

    label: str
    url: str


def facet(
    name: str, label: str, names: Mapping[str, str], counts: Mapping[str, int], chosen: Collection[str]
) -> Facet:
    """A group in the order of `names`; values nobody has are left out unless chosen."""
    options = (
        Option(code, text, counts.get(code, 0), code in chosen)
        for code, text in names.items()
        if counts.get(code, 0) or code in chosen
    )
    return Facet(name, label, tuple(options))


def chips(groups: Iterable[Facet]) -> list[Chip]:
    """Everything chosen in these groups."""
    return [
        Chip(option.label, here_with(page=None, **{group.name: _others(group, option)}))
        for group in groups
        for option in group.chosen
    ]


def _others(group: Facet, option: Option) -> list[str]:
    return [other.code for other in group.chosen if other is not option]
