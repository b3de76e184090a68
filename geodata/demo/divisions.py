"""The real division codes and names that the demo stands on, read from fixtures/ (sources beside the files)."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import shapely

from geodata.demo.arrays import Floats

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
DIVISIONS = FIXTURES / "divisions" / "xiangtan_divisions_clean.csv"
OUTLINE = FIXTURES / "outline" / "shaoshan_approximate.geojson"

CITY = "4303"
COUNTY = "430382"
CITY_COUNTIES = ("430382", "430302", "430304", "430321", "430381")


@dataclass(frozen=True)
class Division:
    """One row of the register: `code` is text, its prefix is the parent; `kind` is village or community for villages."""

    code: str
    name: str
    level: str
    kind: str
    parent: str


def read_divisions(path: Path = DIVISIONS) -> list[Division]:
    """City, counties, townships and villages in the order of the file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Division(row["code"], row["name"], row["level"], row["kind"], row["parent_code"])
            for row in csv.DictReader(lines)
        ]


def in_county(divisions: list[Division], county: str, level: str) -> list[Division]:
    """The divisions of one level in one county, by code."""
    inside = [each for each in divisions if each.level == level and each.code.startswith(county)]
    return sorted(inside, key=lambda each: each.code)


def read_outline(path: Path = OUTLINE) -> Floats:
    """The ring of the approximate outline: (n, 2) longitude and latitude, EPSG:4326, first vertex repeated."""
    collection = json.loads(path.read_text(encoding="utf-8"))
    polygon = shapely.from_geojson(json.dumps(collection["features"][0]["geometry"]))
    return cast(Floats, np.asarray(shapely.get_coordinates(polygon)))
