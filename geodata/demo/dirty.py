"""A roster as an office might really send it: the demo's households, a few new ones, and faults of known kinds.

Every name carries 例 and no phone can exist. Which row has which fault is returned, so that a test can compare.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import xlsxwriter

from geodata.base.datum import from_wgs84
from geodata.people.models import Household

HEADINGS = (
    "乡镇",
    "行政村",
    "户编号",
    "户主姓名",
    "联系电话",
    "家庭人数",
    "家庭住址",
    "经度",
    "纬度",
    "所属网格",
)
SHARE = 0.015
"""Of the rows, for each kind of fault."""
FAULTS = (
    "no coordinate", "gcj02", "bd09", "swapped", "number twice", "household twice", "outside", "village misspelt",
    "phone as a number", "phone misspelt",
)  # fmt: skip
NEW, CHANGED = 0.05, 0.05
"""Shares of rows that are not registered yet, and of registered ones with another phone."""


@dataclass(frozen=True)
class Line:
    """A row; empty texts where the register does not know."""

    township: str
    village: str
    number: str
    head: str
    phone: str
    size: str
    address: str
    lon: float | None
    lat: float | None
    grid: str

    def cells(self) -> list[str]:
        place = ["" if self.lon is None else f"{self.lon:.6f}", "" if self.lat is None else f"{self.lat:.6f}"]
        texts = [self.township, self.village, self.number, self.head, self.phone, self.size, self.address]
        return [*texts, *place, self.grid]


def registered(area: str) -> list[Line]:
    """The households of an area as clean rows."""
    homes = Household.objects.filter(village__code__startswith=area).select_related("village__parent", "grid")
    return [
        Line(
            home.village.parent.name if home.village.parent else "",
            home.village.name,
            home.number,
            home.head_name,
            ", ".join(home.phones),
            "" if home.size is None else str(home.size),
            home.address,
            home.point.x if home.point else None,
            home.point.y if home.point else None,
            home.grid.code[-3:] if home.grid else "",
        )
        for home in homes.order_by("village__code", "number")
    ]


def soiled(clean: list[Line], *, seed: int, share: float = SHARE) -> tuple[list[Line], dict[str, list[int]]]:
    """The rows with new, changed and faulty ones among them; for each fault the places of its rows, from 0."""
    rng = np.random.default_rng(seed)
    lines = list(clean)
    order = rng.permutation(len(lines)).tolist()
    new, changed = round(NEW * len(lines)), round(CHANGED * len(lines))
    for count, place in enumerate(order[:new]):
        lines[place] = _new(lines[place], count, rng)
    for place in order[new : new + changed]:
        lines[place] = replace(lines[place], phone=f"105{rng.integers(10**7, 10**8)}")
    places: dict[str, list[int]] = defaultdict(list)
    rest = [place for place in order[new + changed :] if lines[place].lon is not None]
    each = max(1, round(share * len(lines)))
    for number, fault in enumerate(FAULTS):
        for place in rest[number * each : (number + 1) * each]:
            places[fault].append(_soil(lines, place, fault))
    return lines, dict(places)


def _new(line: Line, count: int, rng: np.random.Generator) -> Line:
    """A neighbour who is not registered, some 20 to 40 m off."""
    lon = None if line.lon is None else line.lon + float(rng.uniform(0.0002, 0.0004))
    return replace(
        line, number=f"N{count:05d}", head=f"例新{count}", phone=f"106{count:08d}", lon=lon, address=""
    )


def _soil(lines: list[Line], place: int, fault: str) -> int:
    """Give the row that fault, and where a second row is needed append it; the place of the faulty row."""
    line = lines[place]
    assert line.lon is not None
    assert line.lat is not None
    if fault in ("number twice", "household twice"):
        lines.append(line if fault == "number twice" else replace(line, number=f"D{place:05d}"))
        return len(lines) - 1
    if fault in ("gcj02", "bd09"):
        lon, lat = (float(value) for value in from_wgs84(line.lon, line.lat, fault))
        lines[place] = replace(line, lon=lon, lat=lat)
    else:
        lines[place] = {
            "no coordinate": replace(line, lon=None, lat=None),
            "swapped": replace(line, lon=line.lat, lat=line.lon),
            "outside": replace(line, lon=line.lon + 40, lat=line.lat),
            "village misspelt": replace(line, village=f"{line.village[:-1]}某村"),
            "phone as a number": replace(line, phone="1.38E+10"),
            "phone misspelt": replace(line, phone="电话不详"),
        }[fault]
    return place


def write(lines: list[Line], path: Path) -> None:
    """As .xlsx, or as CSV in GBK as old offices save it."""
    if path.suffix == ".xlsx":
        with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
            sheet = book.add_worksheet("花名册")
            for number, row in enumerate([list(HEADINGS), *(line.cells() for line in lines)]):
                for place, text in enumerate(row):
                    sheet.write_string(number, place, text)
        return
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *(line.cells() for line in lines)])
