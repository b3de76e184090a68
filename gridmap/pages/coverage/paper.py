"""/coverage/map.pdf: the map of the same address on A4, A3 or A0, with title, day, sentence, legend, scale and source."""

from dataclasses import dataclass
from math import log10
from typing import cast

from django.http import FileResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from geodata.base.errors import NotFound
from geodata.display.colours import DRAWN
from geodata.display.foremost import ranked_by
from geodata.papers.pdf import MEDIA_TYPE, paper
from geodata.territory import codes
from geodata.territory.models import Area
from gridmap.maps.overview import Overview, overview
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.downloads import download, only_as_asked
from gridmap.pages.base.tables import TableLine
from gridmap.pages.coverage.coverage import PAPERS, Looked, filters_of, looked_at, said

HEAD, FOOT, EDGE = 0.13, 0.12, 0.04
"""Parts of the paper's height for what stands above and below the map, and of its shorter side for its edge."""
TYPE = 0.0145
"""The size of the type as a part of the shorter side."""
LONGEST = 0.22
"""Of the map's width, the bar of the scale at most."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper and the map on it; lengths in millimetres."""

    wide: float
    high: float
    edge: float
    type: float
    bar: float
    """The height of the scale's bar."""
    map_wide: float
    map_high: float


def sheet_for(drawn: Overview, size: str) -> Sheet:
    """Upright or lying, as the map becomes larger; it fills what is left."""
    short, long = PAPERS[size]
    edge = short * EDGE

    def unit(wide: float, high: float) -> float:
        """Millimetres of one unit of the drawing."""
        return min((wide - 2 * edge) / drawn.width, (high * (1 - HEAD - FOOT) - 2 * edge) / drawn.height)

    wide, high = max((short, long), (long, short), key=lambda sides: unit(*sides))
    one = unit(wide, high)
    return Sheet(
        wide,
        high,
        round(edge, 1),
        round(short * TYPE, 2),
        round(short * TYPE * 0.5, 2),
        round(one * drawn.width, 1),
        round(one * drawn.height, 1),
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """A bar of a round length: in millimetres of the paper, and in words."""

    long: float
    words: str


def scale_of(drawn: Overview, sheet: Sheet) -> Scale:
    metres = drawn.metres * drawn.width / sheet.map_wide
    most = metres * sheet.map_wide * LONGEST
    unit = 10 ** int(log10(most))
    round_one = next(times for times in (5, 2, 1) if times * unit <= most) * unit
    words = f"{round_one // 1000} km" if round_one >= 1000 else f"{round_one} m"
    return Scale(round(round_one / metres, 1), words)


@require_safe
def paper_page(request: ScopedRequest) -> FileResponse:
    """The whole area, not what is in sight. NotFound for single households or where no border is known."""
    filters = filters_of(request)
    only_as_asked(filters)
    looked = looked_at(request, filters)
    size = request.GET.get("paper", "a4")
    if looked.by == "household" or size not in PAPERS:
        raise NotFound(size)
    context = said(looked)
    lines, worst = cast("list[TableLine]", context["lines"]), cast("list[TableLine]", context["worst"])
    names = _names(looked)
    tones = {line.row.code: line.tone for line in lines if line.row.code}
    drawn = overview(area=looked.area, by=looked.by, on=looked.query.on, tones=tones, ringed=list(names))
    if drawn is None:
        raise NotFound(looked.area.code)
    sheet = sheet_for(drawn, size)
    told = {
        **context,
        "shown_by": looked.by,
        "drawn": drawn,
        "sheet": sheet,
        "scale": scale_of(drawn, sheet),
        "fills": {name: tone.fill for name, tone in DRAWN.items()},
        "names": names,
        "ringed": {line.row.code: line for line in worst},
    }
    pdf = paper("print/map.html", told, by=request.user.name, at=timezone.now())
    name = f"{looked.area.name}_{looked.metric.label}_{looked.query.on}_{size}.pdf"
    return download(name, MEDIA_TYPE, lambda target: target.write(pdf))


def _names(looked: Looked) -> dict[str, str]:
    """Of the areas that the map names: those by which it ranks."""
    level = min(ranked_by(looked.area.level), looked.by, key=lambda name: codes.LENGTHS[name])
    found = Area.objects.on(looked.query.on).under(looked.area.code).filter(level=level)
    return dict(found.values_list("code", "name"))
