"""Query parameters to criteria and back, by themselves."""

import random
from decimal import Decimal

import pytest

from registry.projects.criteria import (
    FACETS,
    LONGEST_QUERY,
    SORTS,
    ProjectCriteria,
    UnknownValue,
    read_criteria,
    shown,
)

KNOWN = {
    "type": {"investment_project", "site"},
    "sector": {"water_saving", "climate", "research"},
    "district": {"1735240", "1735401"},
    "stage": {"idea", "ready"},
    "instrument": {"equity", "grant", "loan"},
    "sdg": {"2", "6", "15"},
    "funding": {"seeking", "part_funded"},
}
Pairs = list[tuple[str, str]]


def read(*pairs: tuple[str, str]) -> tuple[ProjectCriteria, list[UnknownValue]]:
    return read_criteria(pairs, KNOWN)


def random_pairs(seed: int) -> Pairs:
    """Some parameters that all mean something."""
    chance = random.Random(seed)
    pairs = [
        (facet, value)
        for facet in FACETS
        for value in chance.sample(sorted(KNOWN[facet]), chance.randint(0, len(KNOWN[facet])))
    ]
    if chance.random() < 0.5:
        pairs.append(("q", chance.choice(["drip", "Капельное орошение", "100%", "a_b", "oʻrmon & suv", "种植"])))
    if chance.random() < 0.5:
        pairs.append(("min", chance.choice(["0", "1000", "1000.50"])))
    if chance.random() < 0.5:
        pairs.append(("max", chance.choice(["2000000", "10000000000000"])))
    if chance.random() < 0.7:
        pairs.append(("sort", chance.choice(SORTS)))
    return pairs


def test_it_works() -> None:
    criteria, unknown = read(
        ("sector", "climate"), ("sector", "research"), ("q", " drip  lines "), ("min", "5000")
    )
    assert criteria == ProjectCriteria(
        q="drip lines", sector=("climate", "research"), min=Decimal("5000.00"), sort="relevance"
    )
    assert unknown == []


def test_nothing_asked_is_everything_newest_first() -> None:
    assert read() == (ProjectCriteria(), [])
    assert ProjectCriteria().is_open


@pytest.mark.parametrize("seed", range(200))
def test_written_out_and_read_again_criteria_are_equal(seed: int) -> None:
    criteria, unknown = read(*random_pairs(seed))
    assert unknown == []
    again, unknown = read(*criteria.parameters())
    assert again == criteria
    assert unknown == []


@pytest.mark.parametrize("facet", FACETS)
def test_an_unknown_value_is_named_and_does_not_empty_the_list(facet: str) -> None:
    criteria, unknown = read((facet, "no_such_value"))
    assert criteria.is_open
    assert unknown == [UnknownValue(facet, "no_such_value")]


@pytest.mark.parametrize("facet", FACETS)
def test_a_known_value_stands_beside_an_unknown_one(facet: str) -> None:
    good = sorted(KNOWN[facet])[0]
    criteria, unknown = read((facet, "no_such_value"), (facet, good))
    assert criteria.chosen(facet) == (good,)
    assert unknown == [UnknownValue(facet, "no_such_value")]


def test_empty_and_repeated_values_count_once_or_not_at_all() -> None:
    criteria, unknown = read(("sector", ""), ("sector", " "), ("sector", "climate"), ("sector", " climate "))
    assert criteria.sector == ("climate",)
    assert unknown == []


@pytest.mark.parametrize(
    "text", ["abc", "-1", "1e400", "nan", "inf", "-inf", "10000000000001", "9" * 5000, "0x10", "١٢x", "1,5", "--"]
)
@pytest.mark.parametrize("bound", ["min", "max"])
def test_an_odd_amount_is_named_and_ignored(bound: str, text: str) -> None:
    criteria, unknown = read((bound, text))
    assert criteria == ProjectCriteria()
    assert [value.parameter for value in unknown] == [bound]


def test_amounts_may_be_grouped_by_spaces() -> None:
    criteria, unknown = read(("min", "1 000 000"), ("max", "2\u00a0000\u00a0000.50"))
    assert (criteria.min, criteria.max) == (Decimal(1_000_000), Decimal("2000000.50"))
    assert unknown == []


@pytest.mark.parametrize("sort", ["oldest", "; drop table", "NEWEST", "\x00"])
def test_an_unknown_order_is_named_and_ignored(sort: str) -> None:
    criteria, unknown = read(("sort", sort))
    assert criteria.sort == "newest"
    assert [value.parameter for value in unknown] == ["sort"]


def test_with_words_the_best_match_comes_first_unless_asked_otherwise() -> None:
    assert read(("q", "drip"))[0].sort == "relevance"
    assert read(("q", "drip"), ("sort", "amount"))[0].sort == "amount"


def test_words_lose_what_nobody_can_see() -> None:
    assert read(("q", "a\x00b\x01\n\tc\ud800d\u200be"))[0].q == "a b c d e"


def test_words_that_are_too_long_are_cut_and_named() -> None:
    criteria, unknown = read(("q", "x" * 1_000_000))
    assert len(criteria.q) == LONGEST_QUERY
    assert [value.parameter for value in unknown] == ["q"]


def test_only_the_first_of_what_may_come_once_counts() -> None:
    criteria, _unknown = read(("q", "drip"), ("q", "solar"), ("min", "1"), ("min", "2"))
    assert (criteria.q, criteria.min) == ("drip", Decimal(1))


def test_parameters_that_are_not_ours_are_left_alone() -> None:
    assert read(("utm_source", "x"), ("publication", "draft"), ("page", "7")) == (ProjectCriteria(), [])


def test_an_odd_value_is_shown_short_and_printable() -> None:
    assert shown("a\x00b") == "a�b"
    assert shown("x" * 100) == "x" * 40 + "…"


@pytest.mark.parametrize("facet", FACETS)
def test_counts_leave_one_facet_open_and_keep_the_rest(facet: str) -> None:
    criteria, _unknown = read(*[(name, sorted(KNOWN[name])[0]) for name in FACETS])
    looser = criteria.without(facet)
    assert looser.chosen(facet) == ()
    assert all(looser.chosen(name) == criteria.chosen(name) for name in FACETS if name != facet)
