"""Picking, comparing and sorting names."""

import pytest

from registry.languages import fold, pick, sort_key, use_language


@pytest.mark.parametrize(
    ("language", "chosen"), [("en", "en"), ("ru", "en"), ("uz", "uz"), ("kaa", "uz"), ("zh", "en")]
)
def test_pick_falls_back_to_what_readers_know(language: str, chosen: str) -> None:
    names = {"en": "Water", "ru": "", "uz": "Suv", "kaa": None}
    assert pick(names, language) == (names[chosen], chosen)
    with use_language(language):
        assert pick(names) == (names[chosen], chosen)


def test_pick_of_nothing() -> None:
    assert pick({"en": ""}, "kaa") == ("", "kaa")


@pytest.mark.parametrize(
    "spellings",
    [
        (
            "sugʻorish",
            "sug'orish",
            "sug‘orish",
            "sug’orish",
            "sug`orish",
            "SUGʻORISH",
            "sug´orish",
            "sugorish",
        ),
        ("проект", "ПРОЕКТ", "Прое\u0301кт"),
        ("Ёлка", "елка"),
        ("Qońırat", "qonirat", "QOŃÍRAT", "qońirat", "Qon'irat", "Qon\u0301ırat"),
        ("Ámiwdárya", "amiwdarya", "A'miwda'rya"),
        ("Ǵ ǵ Ó Ú", "g g o u"),
        ("ＡＢＣ　１２３", "abc 123"),
        ("  two\u00a0 words\n", "two words"),
        ("co\u00adoperation", "cooperation"),
        ("İstanbul", "istanbul"),
        ("m³", "m3"),
        ("Straße", "strasse"),
    ],
)
def test_fold_makes_equal(spellings: tuple[str, ...]) -> None:
    assert {fold(spelling) for spelling in spellings} == {fold(spellings[-1])}
    assert fold(fold(spellings[0])) == fold(spellings[0])


def test_fold_keeps_apart() -> None:
    for one, other in [("мой", "мои"), ("ўз", "уз"), ("滴灌", "滴管"), ("қ", "к"), ("a-b", "ab")]:
        assert fold(one) != fold(other)
    assert fold("") == ""


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("en", ["Åland", "Albania", "Côte", "Croatia"]),
        ("ru", ["Ёлка", "Ель", "Жёлтый", "Иран", "Йемен"]),
        ("uz", ["Sudan", "Suriya", "Zambiya", "Oʻzbekiston", "Gʻarb", "Shvetsiya", "Chili"]),
        ("kaa", ["Awǵanstan", "Áwliye", "Batıs", "Qıtay", "Qubla", "Zambiya", "Shıǵıs", "Chad"]),
        ("zh", ["阿富汗", "梵蒂冈", "菲律宾", "芬兰", "瑙鲁", "中国"]),
    ],
)
def test_names_sort_as_in_a_dictionary(language: str, ordered: list[str]) -> None:
    shuffled = ordered[::-1]
    assert sorted(shuffled, key=lambda name: sort_key(name, language)) == ordered
    with use_language(language):
        assert sorted(shuffled, key=sort_key) == ordered
