"""/coverage/weeks/: the frames of the map, week by week, in one answer; JSON for the slider below the map."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from geodata.base.errors import BadInput
from geodata.base.scope import Right
from geodata.coverage.through_time.trend import trend
from geodata.display.frames import frames
from gridmap.maps.layers import outlined
from gridmap.middleware import ScopedRequest
from gridmap.pages.coverage.coverage import filters_of, looked_at, weeks_of


@require_safe
def weeks_page(request: ScopedRequest) -> HttpResponse:
    """The map of the same address, of each day that is kept. Raises BadInput for a question that is not kept by weeks."""
    looked = looked_at(request, filters_of(request))
    weeks = weeks_of(looked)
    if weeks.last is None:
        raise BadInput(str(weeks.why_not), field="on")
    metric = looked.metric
    answer = trend(
        area=looked.area,
        by=looked.by,
        scope=looked.scope.to(Right.COUNTS),
        on=weeks.last,
        figures=(metric.name, metric.of),
        kept_only=True,
    )
    told = frames(
        answer, metric, on=looked.query.on, by=looked.by, outlined=outlined(looked.area.level, looked.by)
    )
    return HttpResponse(told.as_json(), content_type="application/json")
