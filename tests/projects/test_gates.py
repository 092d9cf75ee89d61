"""What each stage asks for, by itself."""

from collections.abc import Callable

import pytest

from registry.projects.gates import (
    CONDITIONAL,
    LABELS,
    ONLY_WITH_CAPITAL,
    REQUIRED,
    STAGES,
    WITHOUT_CAPITAL,
    Conditional,
    missing,
    next_stage,
)
from registry.projects.parts import TEXT_FIELDS
from registry.projects.records import COLUMNS, PARTS

CAPITAL = "investment_project"
ASKED = {field for fields in REQUIRED.values() for field in fields} | {rule.field for rule in CONDITIONAL}


def saying(*fields: str) -> Callable[[str], bool]:
    """A record that says exactly these fields."""
    return lambda field: field in fields


def test_it_works() -> None:
    assert missing("idea", CAPITAL, saying("title", "summary", "sector_code", "type_code")) == ["initiator"]


def test_the_stages_are_those_of_the_list() -> None:
    assert tuple(REQUIRED) == STAGES
    assert len(STAGES) == 7


def test_a_record_that_says_everything_passes_every_gate() -> None:
    for stage in STAGES:
        assert missing(stage, CAPITAL, lambda field: True) == []


def test_each_gate_asks_for_all_that_the_earlier_ones_ask() -> None:
    before: set[str] = set()
    for stage in STAGES:
        asked = set(missing(stage, CAPITAL, lambda field: False))
        assert before < asked
        assert set(REQUIRED[stage]) <= asked
        before = asked
    assert before == ASKED


def test_no_field_is_named_twice() -> None:
    for stage in STAGES:
        asked = missing(stage, CAPITAL, lambda field: False)
        assert len(asked) == len(set(asked))


@pytest.mark.parametrize("rule", CONDITIONAL)
def test_an_honest_cannot_provide_takes_the_place_of_the_figure(rule: Conditional) -> None:
    field, stage, unless = rule.field, rule.from_stage, rule.unless
    others = ASKED - {field}
    assert missing(stage, CAPITAL, saying(*others)) == [field]
    assert missing(stage, CAPITAL, saying(*others, unless)) == []
    assert missing(stage, CAPITAL, saying(*others, field)) == []


@pytest.mark.parametrize("rule", CONDITIONAL)
def test_a_figure_is_not_asked_for_before_its_stage(rule: Conditional) -> None:
    earlier = STAGES[: STAGES.index(rule.from_stage)]
    for stage in earlier:
        assert rule.field not in missing(stage, CAPITAL, lambda field: False)


@pytest.mark.parametrize("type_code", sorted(WITHOUT_CAPITAL))
def test_kinds_without_capital_are_spared_what_only_capital_needs(type_code: str) -> None:
    for stage in STAGES:
        asked = set(missing(stage, type_code, lambda field: False))
        assert not asked & ONLY_WITH_CAPITAL
        assert asked == set(missing(stage, CAPITAL, lambda field: False)) - ONLY_WITH_CAPITAL


def test_every_field_asked_for_has_a_label_and_no_label_is_idle() -> None:
    assert set(LABELS) == ASKED


def test_every_field_asked_for_exists() -> None:
    known = set(COLUMNS) | PARTS | set(TEXT_FIELDS) | {"sought", "secured", "contact_officer"}
    assert {field for field in ASKED if not field.startswith("document:")} <= known
    assert {rule.unless for rule in CONDITIONAL} <= known
    assert ONLY_WITH_CAPITAL <= ASKED


def test_the_stages_follow_each_other() -> None:
    assert [next_stage(stage) for stage in STAGES] == [*STAGES[1:], None]


def test_an_unknown_stage_is_an_error() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        missing("no_such_stage", CAPITAL, lambda field: True)
