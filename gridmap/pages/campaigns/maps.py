"""Roll-calls on a map: grids by how many are not reached, or by how many would be asked for, and tasks at places. Drawn by the server."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from geodata.base.wording import figure
from geodata.campaigns.choosing import Meant
from geodata.campaigns.figures import Standing
from geodata.campaigns.models import PlaceTask
from geodata.territory import codes
from geodata.territory.models import Area
from gridmap.maps.overview import Overview, overview

LEFT: Sequence[tuple[str, float, Promise | str]] = (
    ("ok", 0.0, gettext_lazy("Everybody reached")),
    ("due", 0.25, gettext_lazy("Up to a quarter not reached")),
    ("overdue", 0.5, gettext_lazy("Up to half not reached")),
    ("long", 0.75, gettext_lazy("Up to three quarters not reached")),
    ("never", 1.0, gettext_lazy("Almost nobody reached")),
)
"""Tones with the largest share that is not reached."""
MANY: Sequence[tuple[str, int, Promise | str]] = (
    ("ok", 5, gettext_lazy("1 to 5 households")),
    ("due", 10, gettext_lazy("6 to 10 households")),
    ("overdue", 20, gettext_lazy("11 to 20 households")),
    ("long", 10**6, gettext_lazy("More than 20 households")),
)
NOBODY = ("none", gettext_lazy("Nobody asked for"))


@dataclass(frozen=True, slots=True)
class Mark:
    """A task at a place: numbered as in the list; a line has its path."""

    number: int
    x: float
    y: float
    path: str
    words: str


@dataclass(frozen=True, slots=True)
class CallMap:
    """`names` say each grid in words, by code; `key` the tones that are drawn."""

    drawn: Overview
    names: Mapping[str, str]
    key: Sequence[tuple[str, Promise | str]]
    marks: Sequence[Mark] = ()


def map_of_standing(
    rows: Iterable[tuple[str, str, Standing]], *, on: dt.date, tasks: Sequence[PlaceTask] = ()
) -> CallMap | None:
    """Grids by the share that is not reached; rows as the table has them. Three queries."""
    tones: dict[str, str] = {}
    names: dict[str, str] = {}
    villages = set()
    for village, grid, row in rows:
        villages.add(row.village)
        if row.grid:
            tones[row.grid] = next(tone for tone, most, _words in LEFT if row.unreached <= most * row.targets)
            names[row.grid] = f"{village} {grid} · {figure(row.unreached)} / {figure(row.targets)}"
    return _drawn(villages, tones, names, [(tone, words) for tone, _most, words in LEFT], on=on, tasks=tasks)


def map_of_meant(rows: Sequence[Meant], *, on: dt.date) -> CallMap | None:
    """Grids by how many would be asked for. Four queries."""
    asked = {row.grid: row.targets for row in rows if row.grid and row.targets}
    inside = {row.village for row in rows if row.targets}
    known = dict(Area.objects.filter(pk__in=[*asked, *inside]).values_list("pk", "code"))
    places = dict(Area.objects.filter(pk__in=asked).values_list("pk", "name"))
    tones = {
        known[pk]: next(tone for tone, most, _words in MANY if count <= most) for pk, count in asked.items()
    }
    names = {
        known[pk]: f"{places[pk]} · "
        + ngettext("%(n)s household", "%(n)s households", count) % {"n": figure(count)}
        for pk, count in asked.items()
    }
    key = [(tone, words) for tone, _most, words in MANY]
    return _drawn({known[pk] for pk in inside}, tones, names, key, on=on)


def _drawn(
    villages: Collection[str],
    tones: Mapping[str, str],
    names: Mapping[str, str],
    key: Sequence[tuple[str, Promise | str]],
    *,
    on: dt.date,
    tasks: Sequence[PlaceTask] = (),
) -> CallMap | None:
    """The smallest area that holds them all; None where no border is known."""
    above = [{village[:length] for village in villages} for length in codes.LENGTHS.values()]
    code = max((shared.pop() for shared in above if len(shared) == 1), key=len, default="")
    area = Area.objects.on(on).filter(code=code).first()
    drawn = area and overview(area=area, by=Area.Level.GRID, on=on, tones=tones, ringed=())
    if not drawn:
        return None
    used = set(tones.values())
    return CallMap(drawn, names, [NOBODY, *(one for one in key if one[0] in used)], marks_of(drawn, tasks))


def marks_of(drawn: Overview, tasks: Sequence[PlaceTask]) -> list[Mark]:
    """In the order of the list."""
    return [_mark(drawn, number, task) for number, task in enumerate(tasks, 1)]


def _mark(drawn: Overview, number: int, task: PlaceTask) -> Mark:
    line = task.geometry.geom_type == "LineString"
    lon, lat = (task.geometry.coords[0] if line else task.geometry.coords)[:2]
    x, y = drawn.frame.place(lon, lat)
    words = _("%(what)s: %(state)s") % {"what": task.get_what_display(), "state": task.get_state_display()}
    return Mark(number, x, y, drawn.frame.path(task.geometry) if line else "", words)
