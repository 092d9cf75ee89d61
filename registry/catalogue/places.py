"""Where projects lie: the districts as shapes, with how many projects or how much is sought in each."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import cos, radians
from typing import Any

from registry.config import RESOURCES
from registry.reference.models import District

FILE = RESOURCES / "seed_data" / "reference" / "geo" / "map.geojson"
#: The part of the world that is shown, in degrees: west, south, east, north.
WEST, SOUTH, EAST, NORTH = 55.9, 40.5, 62.6, 46.9
#: Width of the drawing in its own units; east and west are drawn as short as they are in the middle.
WIDTH = 680.0
SCALE = WIDTH / (EAST - WEST)
STRETCH = 1 / cos(radians((SOUTH + NORTH) / 2))
HEIGHT = (NORTH - SOUTH) * SCALE * STRETCH
#: Projects that are shown one by one; more could not be told apart.
MOST_POINTS = 500
#: Shades from none (0) to most.
SHADES = 4


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline: what it is, its code, and the data of an SVG path."""

    kind: str
    code: str
    path: str


@dataclass(frozen=True, slots=True)
class Area:
    """A district on the map; `path` is None where only its centre is known."""

    code: str
    name: str
    path: str | None
    latitude: float
    longitude: float
    x: float
    y: float
    value: Decimal
    shade: int


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees to the drawing's units, downwards from its upper left corner."""
    return round((longitude - WEST) * SCALE, 1), round((NORTH - latitude) * SCALE * STRETCH, 1)


@cache
def shapes() -> tuple[Shape, ...]:
    """All outlines of the file, drawn in its order."""
    return tuple(_shape(feature) for feature in _content()["features"])


@cache
def sources() -> tuple[str, ...]:
    """Who made the outlines, each once."""
    return tuple(dict.fromkeys(_content()["sources"].values()))


def _content() -> dict[str, Any]:
    with FILE.open(encoding="utf-8") as file:
        return dict(json.load(file))


def _shape(feature: Mapping[str, Any]) -> Shape:
    geometry = feature["geometry"]
    is_area = geometry["type"] == "Polygon"
    path = "".join(_line(line) + ("Z" if is_area else "") for line in geometry["coordinates"])
    return Shape(feature["properties"]["kind"], feature["properties"]["code"], path)


def _line(points: Iterable[Sequence[float]]) -> str:
    drawn = [project(*point) for point in points]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in dict.fromkeys(drawn))


def areas(districts: Iterable[District], values: Mapping[str, Decimal]) -> list[Area]:
    """Every district with its shade; `values` code -> what is shown."""
    outlines = {shape.code: shape.path for shape in shapes() if shape.kind == "district"}
    bounds = _bounds(sorted({value for value in values.values() if value > 0}))
    found = []
    for one in districts:
        latitude, longitude = float(one.latitude), float(one.longitude)
        x, y = project(longitude, latitude)
        value = values.get(one.code, Decimal(0))
        shade = sum(value >= bound for bound in bounds) if value > 0 else 0
        outline = outlines.get(one.code)
        found.append(Area(one.code, one.name, outline, latitude, longitude, x, y, value, shade))
    return found


def _bounds(values: Sequence[Decimal]) -> list[Decimal]:
    """From which of the different values on each shade begins: quarters, so that one giant hides nobody."""
    if not values:
        return []
    return [values[0], *(values[len(values) * part // SHADES] for part in range(1, SHADES))]


def place_map(codes: Iterable[str], point: tuple[float, float] | None) -> str:
    """An SVG for print: the region, these districts in it, and a point (latitude, longitude) if it is known."""
    chosen = set(codes)
    colours = {"former_sea": "#e9e3d5", "water": "#9ccbd1", "region": "#f7f4ec", "district": "#f7f4ec"}
    parts = []
    for shape in sorted(shapes(), key=lambda shape: shape.kind in ("former_sea", "water", "river")):
        if shape.kind == "river":
            parts.append(f'<path d="{shape.path}" fill="none" stroke="#9ccbd1" stroke-width="3"/>')
        else:
            fill = "#0a5c68" if shape.code in chosen else colours[shape.kind]
            dash = ' stroke-dasharray="8 6" fill-opacity="0.6"' if shape.kind == "former_sea" else ""
            parts.append(f'<path d="{shape.path}" fill="{fill}" stroke="#b9ad97" stroke-width="1.5"{dash}/>')
    if point is not None:
        x, y = project(point[1], point[0])
        parts.append(f'<circle cx="{x}" cy="{y}" r="14" fill="#95481a" stroke="#ffffff" stroke-width="4"/>')
    box = f"0 0 {WIDTH:g} {HEIGHT:.0f}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{"".join(parts)}</svg>'
