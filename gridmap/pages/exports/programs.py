"""/exports/programs/: the question of the page, as QGIS, Excel and other programs ask it, and a project file of QGIS."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from api.web.access import visible_area
from geodata.base import periods
from geodata.base.access import refuse
from geodata.base.scope import Right
from geodata.exports.extracts.formats import formats_of
from geodata.exports.extracts.registry import EXTRACTS
from geodata.exports.for_programs import KEY, offered_to, qgis_project
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import answers_at_once
from gridmap.pages.base.lists import trail
from gridmap.pages.exports.exports import ExportFilters

SPREADSHEETS = ("csv", "xlsx")
QGS = "application/x-qgis-project"


@answers_at_once
@require_safe
def programs_page(request: ScopedRequest) -> HttpResponse:
    """Addresses of an area and day, and what to type where. They hold no token: that stands in the program alone."""
    filters, area, on = _asked(request)
    scope = request.scope.to(Right.COUNTS)
    filters.pick(area.code, scope, on=on)
    service = _service(request)
    asked = f"?area={area.code}&datetime={on.isoformat()}"
    context = {
        "filters": filters,
        "area": area,
        "on": on,
        "trail": trail(area, scope, on=on),
        "service": service,
        "key": KEY,
        "collections": [
            (one.title, f"{service}/collections/{name}/items{asked}")
            for name, one in offered_to(request.scope).items()
        ],
        "tables": _tables(request, area, on),
    }
    return render(request, "exports/programs.html", context)


@require_safe
def qgis_file(request: ScopedRequest) -> HttpResponse:
    """A project with every collection of the reader; it holds addresses and no data."""
    _filters, area, _on = _asked(request)
    layers = offered_to(request.scope)
    title = _("Gridmap: %(area)s") % {"area": area.name}
    content = qgis_project(layers, service=_service(request), code=area.code, title=title)
    head = {"Content-Disposition": f'attachment; filename="gridmap-{area.code}.qgs"'}
    return HttpResponse(content, content_type=QGS, headers=head)


def _asked(request: ScopedRequest) -> tuple[ExportFilters, Area, dt.date]:
    """Raises NotAllowed for whoever counts in no area, NotFound for an area elsewhere."""
    scope = request.scope.to(Right.COUNTS)
    if not scope.codes:
        refuse(Right.COUNTS)
    filters = ExportFilters(request.GET, usual={"area": scope.codes[0], "on": periods.today().isoformat()})
    on, code = filters.day(), filters.told()["area"]
    return filters, visible_area(scope, code, right=Right.COUNTS, on=on, field="area"), on


def _service(request: ScopedRequest) -> str:
    return request.build_absolute_uri("/ogc")


def _tables(request: ScopedRequest, area: Area, on: dt.date) -> list[tuple[object, list[tuple[str, str]]]]:
    """Each table with its addresses by format, for whoever may take it away."""
    if not request.scope.to(Right.EXPORT).holds_code(area.code):
        return []
    start = request.build_absolute_uri(f"/exports/{area.code}/")
    return [
        (
            each.label,
            [
                (form, f"{start}{each.name}.{form}?on={on}")
                for form in formats_of(each)
                if form in SPREADSHEETS
            ],
        )
        for each in EXTRACTS.values()
    ]
