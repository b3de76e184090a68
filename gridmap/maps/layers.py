"""What is drawn on a map: areas by tone, households of a village by status, one household."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.gis.db.models import Extent
from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from geodata.territory import codes
from geodata.territory.models import Area, Boundary
from gridmap.maps.base import Box, Drawn, Layer, Shell, draw


class Areas(Layer):
    """The outlines of the areas of one level under an area."""

    kind = "areas"

    def __init__(self, *, area: str, level: str, on: dt.date) -> None:
        super().__init__(url=_borders(area, level, on))


class Grounds(Layer):
    """Areas of a level filled by tone, in the borders of coarser levels, some of them ringed, amid their grey neighbours
    and in the outline of what holds them all.

    The addresses name the largest area of the reader's county, whichever is looked at: a browser that holds its borders
    already asks for nothing when it goes down into a part.
    """

    kind = "grounds"
    scripts = ("gridmap/grounds.js",)

    def __init__(self, *, view: "View", tones: Mapping[str, str]) -> None:
        super().__init__(
            area=view.area.code,
            level=view.by,
            url=_borders(view.base, view.by, view.on),
            tones=tones,
            outlines=[
                {"level": level, "url": _borders(view.base, level, view.on)} for level in view.outlines
            ],
            around=_borders(view.base, view.area.level, view.on) if view.has_neighbours else None,
            holder={
                "code": view.holder,
                "url": _borders(view.base, codes.level_of(view.holder) or "", view.on),
            },
            ringed=view.ranked,
            rings=list(view.ringed),
            homes=view.sees_homes,
        )


class Homes(Layer):
    """The households of a village or grid as points, by status."""

    kind = "homes"
    scripts = Grounds.scripts

    def __init__(self, *, area: str, on: dt.date, window: int, category: str) -> None:
        query = {"area": area, "on": on.isoformat(), "window": window, "category": category, "limit": 1000}
        super().__init__(
            url=f"/api/v1/households/?{urlencode({k: v for k, v in query.items() if v})}", pages=20
        )


class Home(Layer):
    """One household: its grid's outline, and the point (lon, lat) if the reader may know it."""

    kind = "home"

    def __init__(self, *, point: Point | None, tone: str, outline: MultiPolygon | None) -> None:
        rings = (
            [[[[lat, lon] for lon, lat in ring] for ring in polygon] for polygon in outline.coords]
            if outline
            else []
        )
        lon, lat = point.coords if point else (None, None)
        super().__init__(lon=lon, lat=lat, tone=tone, outline=rings)


class Spots(Layer):
    """Numbered points; the table beside the map tells what they are."""

    kind = "spots"

    def __init__(self, *, points: Mapping[int, tuple[float, float]]) -> None:
        super().__init__(points=[[number, lat, lon] for number, (lon, lat) in points.items()])


def box_of(area: Area, *, on: dt.date) -> Box | None:
    """West, south, east, north of an area's boundary on that day; without one that of what lies in it; None where there is
    neither. One query, two without.
    """
    borders = Boundary.objects.on(on)
    box: Box | None = borders.filter(area=area).aggregate(box=Extent("geometry"))["box"]
    if box is None:
        box = borders.filter(area__code__startswith=area.code).aggregate(box=Extent("geometry"))["box"]
    return box


@dataclass(frozen=True, slots=True)
class View:
    """What of an area is looked at: by which level, and which of the areas it is ranked by are ringed."""

    area: Area
    by: str
    on: dt.date
    top: str
    """The largest area of the reader's that holds it (code)."""
    ranked: str
    ringed: Sequence[str] = ()
    sees_homes: bool = False
    """May its households be drawn where one looks closely?"""

    @property
    def base(self) -> str:
        """Of which area all borders are fetched at once: the reader's own, but no more than a county."""
        county = self.area.code[: codes.LENGTHS["county"]]
        return max(self.top, county, key=len)

    @property
    def outlines(self) -> list[str]:
        """Their borders and names lie above what fills the area."""
        return outlined(self.area.level, self.by)

    @property
    def holder(self) -> str:
        """The area around it; the reader's largest is its own."""
        return (self.has_neighbours and codes.parent_code(self.area.code)) or self.area.code

    @property
    def has_neighbours(self) -> bool:
        return self.area.code != self.base


OUTLINED = ("township", "village")


def outlined(level: str, by: str) -> list[str]:
    """The levels below an area of that level, without the one that fills it."""
    return [each for each in codes.levels_below(level) if each in OUTLINED and each != by]


def _borders(within: str, level: str, on: dt.date) -> str:
    return f"/api/v1/areas/?{urlencode({'within': within, 'level': level, 'on': on.isoformat()})}"


def map_of_areas(*, view: View, tones: Mapping[str, str]) -> Drawn:
    """The areas of a level in an area, coloured."""
    shell = Shell("coverage", box=box_of(view.area, on=view.on))
    Grounds(view=view, tones=tones).add_to(shell)
    return draw(shell)


def map_of_homes(*, area: Area, on: dt.date, window: int, category: str) -> Drawn:
    """The households of a village or grid, over the outlines of its grids."""
    shell = Shell("coverage", box=box_of(area, on=on))
    Areas(area=area.code, level="grid", on=on).add_to(shell)
    Homes(area=area.code, on=on, window=window, category=category).add_to(shell)
    return draw(shell)


def map_of_home(*, point: Point | None, tone: str, place: int, on: dt.date) -> Drawn | None:
    """One household within its grid (or village); None where there is nothing to draw. One query."""
    border = Boundary.objects.on(on).filter(area=place).first()
    outline = border.geometry if border else None
    if outline is not None:
        box: Box = outline.extent
    elif point is not None:
        box = around(point)
    else:
        return None
    shell = Shell("household", box=box)
    Home(point=point, tone=tone, outline=outline).add_to(shell)
    return draw(shell)


def map_of_place(shape: Any) -> Drawn:
    """A point, a line or an area by itself."""
    if isinstance(shape, Point):
        box, point, outline = around(shape), shape, None
    else:
        box, point, outline = shape.extent, None, MultiPolygon(_ring(shape), srid=4326)
    shell = Shell("household", box=box)
    Home(point=point, tone="none", outline=outline).add_to(shell)
    return draw(shell)


def _ring(shape: Any) -> Polygon:
    """A line goes there and back, and so is drawn as an outline."""
    return shape if isinstance(shape, Polygon) else Polygon([*shape.coords, *reversed(shape.coords)])


def map_of_spots(*, area: Area, by: str, on: dt.date, points: Mapping[int, tuple[float, float]]) -> Drawn:
    """Points (number to lon, lat) over the outlines of the areas of level `by` in an area."""
    shell = Shell("household", box=_with(box_of(area, on=on), list(points.values())))
    Areas(area=area.code, level=by, on=on).add_to(shell)
    Spots(points=points).add_to(shell)
    return draw(shell)


def near(box: Box, point: tuple[float, float]) -> bool:
    """Within half a degree: a wrong datum shows on the map, a wrong projection is said beside it."""
    return abs(point[0] - box[0]) < 0.5 and abs(point[1] - box[1]) < 0.5


def _with(box: Box | None, points: Sequence[tuple[float, float]]) -> Box | None:
    """The box, and those of the points that are near it."""
    if box is None:
        return None
    west, south, east, north = box
    near_it = [point for point in points if near(box, point)]
    lons, lats = [lon for lon, _lat in near_it], [lat for _lon, lat in near_it]
    return min([west, *lons]), min([south, *lats]), max([east, *lons]), max([north, *lats])


def around(point: Point) -> Box:
    """A kilometre or so."""
    reach = 0.005
    return point.x - reach, point.y - reach, point.x + reach, point.y + reach


class Pairs(Layer):
    """Members of a village with their load, and its households that lack a contact; both come by API."""

    kind = "pairs"

    def __init__(self, *, area: str, village: str, on: dt.date) -> None:
        gaps = urlencode({"area": area, "limit": 1000})
        members = urlencode({"village": village, "all": "true"})
        super().__init__(url=f"/api/v1/pairings/?{gaps}", members=f"/api/v1/members/?{members}")


def map_of_pairs(*, area: Area, village: str, on: dt.date) -> Drawn:
    """The gaps and the members of a village, over the outlines of its grids."""
    shell = Shell("pairing", box=box_of(area, on=on))
    Areas(area=area.code, level="grid", on=on).add_to(shell)
    Pairs(area=area.code, village=village, on=on).add_to(shell)
    return draw(shell)
