"""Lists in cells and fields, with the signs that the reader's keyboard has."""

from dataclasses import asdict
from typing import Any

import pytest

from registry.projects.parsing import ParsedRow, parse_row
from registry.projects.vocabulary import vocabulary
from registry.reference.queries import labels

CELLS = {
    "type_code": "investment_project",
    "sector_code": "water_saving",
    "stage_code": "idea",
    "source_language": "zh",
    "funding_status": "seeking",
}


def parsed(**cells: Any) -> ParsedRow:
    return parse_row(2, CELLS | cells, vocabulary(labels()))


@pytest.mark.usefixtures("session")
def test_signs_of_either_width_part_the_items() -> None:
    half = parsed(
        tags="节水;灌溉",
        documents="concept_note: available; feasibility_study: missing",
        sought="grant: 100; loan: 200.5",
        parties="法人: 示例公司",
        indicator_details="hectares_restored | 10 | 2028 | 卫星图像 | 示例来源",
    )
    full = parsed(
        tags="节水；灌溉",
        documents="concept_note：available；feasibility_study：missing",
        sought="grant：100；loan：200.5",
        parties="法人：示例公司",
        indicator_details="hectares_restored｜10｜2028｜卫星图像｜示例来源",
    )
    assert half.problems == full.problems == []
    assert half.content is not None
    assert full.content is not None
    assert asdict(half.content) == asdict(full.content)
    assert full.content.tags == ("节水", "灌溉")


@pytest.mark.usefixtures("session")
def test_figures_that_contradict_each_other_are_named_by_cell() -> None:
    row = parsed(ticket_min="200", ticket_max="100", latitude="43.5")
    assert {problem.column for problem in row.problems} == {"ticket_max", "longitude"}
    assert row.content is None
