"""The staff's criteria for projects: those of the catalogue, and any publication state."""

from collections.abc import Iterable
from dataclasses import replace

from registry.projects.criteria import ProjectCriteria, UnknownValue, read_criteria, shown
from registry.projects.lifecycle import Publication
from registry.projects.queries import known_values

ALL_STATES = tuple(state.value for state in Publication)


def read_staff_criteria(parameters: Iterable[tuple[str, str]]) -> tuple[ProjectCriteria, list[UnknownValue]]:
    """Criteria over all publication states unless `publication` names some; and every value ignored."""
    pairs = list(parameters)
    criteria, unknown = read_criteria(pairs, known_values())
    asked = [value for name, value in pairs if name == "publication" and value]
    states = tuple(dict.fromkeys(value for value in asked if value in ALL_STATES))
    unknown += [UnknownValue("publication", shown(value)) for value in asked if value not in ALL_STATES]
    return replace(criteria, publication=states or ALL_STATES), unknown
