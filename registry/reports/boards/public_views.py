"""The registry in figures, for everybody: out of the catalogue's own index, so that both always agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from flask import render_template, request, url_for

from registry.catalogue import places, queries
from registry.catalogue.facets import facet_labels, facet_names, known_values
from registry.catalogue.keeping import kept_for_strangers
from registry.projects.criteria import ProjectCriteria, read_criteria
from registry.projects.lifecycle import Funding
from registry.reference.models import District
from registry.reference.queries import entries
from registry.reports.charts import Drawing, Picture, Series, drawing
from registry.web.access import Audience, audience_blueprint
from registry.web.formatting import format_number

blueprint = audience_blueprint("boards", __name__, Audience.PUBLIC)

#: What may be chosen, and what is told apart in pictures.
FILTERS = ("sector", "district", "stage")
TOLD_APART = ("sector", "stage", "instrument")


@dataclass(frozen=True, slots=True)
class Row:
    """Projects with one code: where they are listed, how many, and US dollars sought."""

    code: str
    name: str
    address: str
    number: int
    dollars: Decimal


@dataclass(frozen=True, slots=True)
class Group:
    """Projects by one list, with a picture of their numbers."""

    label: str
    rows: Sequence[Row]
    picture: Drawing


@blueprint.get("/figures")
@kept_for_strangers
def show() -> str:
    """How many projects there are, of what kind, where, and how much they seek."""
    chosen = [pair for pair in request.args.items(multi=True) if pair[0] in FILTERS]
    criteria, unknown = read_criteria(chosen, known_values())
    found = queries.search(criteria, per_page=1)
    dollars, priced = queries.sought(criteria)
    labels, names = facet_labels(), facet_names()
    by_district = {row.code: row for row in _rows("district", criteria, found.counts)}
    return render_template(
        "reports/boards/public.html",
        criteria=criteria,
        unknown=unknown,
        filters=[(name, labels[name], names[name]) for name in FILTERS],
        total=found.total,
        dollars=dollars,
        unpriced=found.total - priced,
        seeking=found.counts["funding"].get(Funding.SEEKING.value, 0),
        all_address=_address(criteria),
        seeking_address=_address(replace(criteria, funding=(Funding.SEEKING.value,))),
        groups=[_group(labels[facet], _rows(facet, criteria, found.counts)) for facet in TOLD_APART],
        districts=by_district,
        areas=places.areas(entries(District), {code: row.dollars for code, row in by_district.items()}),
        shapes=places.shapes(),
        size=(places.WIDTH, places.HEIGHT),
    )


def _address(criteria: ProjectCriteria) -> str:
    """The catalogue for these criteria."""
    chosen: dict[str, Any] = {}
    for name, value in criteria.parameters():
        chosen.setdefault(name, []).append(value)
    return url_for("catalogue.projects", **chosen)


def _rows(facet: str, criteria: ProjectCriteria, counts: Mapping[str, Mapping[str, int]]) -> list[Row]:
    """One row a code that projects have, in the order of the list; of a narrowed facet only the chosen ones."""
    dollars = queries.sought_by(facet, criteria)
    wanted = criteria.chosen(facet)
    return [
        Row(code, name, _address(replace(criteria, **{facet: (code,)})), counts[facet][code], dollars[code])  # type: ignore[arg-type]
        for code, name in facet_names()[facet].items()
        if counts[facet].get(code) and (not wanted or code in wanted)
    ]


def _group(label: str, rows: Sequence[Row]) -> Group:
    numbers = [row.number for row in rows]
    series = Series(label, [float(number) for number in numbers], [format_number(number) for number in numbers])
    return Group(label, rows, drawing(Picture("bar", label, [row.name for row in rows], [series])))
