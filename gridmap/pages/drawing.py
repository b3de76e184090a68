"""/plans/<number>/draw/: the boundary editor. The drawing itself comes and goes by API (static/gridmap/editor/)."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from api.views.plans import visible_plan
from geodata.redrawing.workflow import State
from geodata.territory.models import Area
from geodata.territory.scope import Right
from gridmap.maps import basemap
from gridmap.middleware import ScopedRequest
from gridmap.pages.editor_words import words
from gridmap.pages.plan import may_list


@require_safe
def drawing_page(request: ScopedRequest, number: str) -> HttpResponse:
    """The editor of a draft, for those who may redraw all of its villages; any other plan is looked at on its page."""
    plan = visible_plan(request.scope, number, rights=[Right.PLAN])
    if plan.state != State.DRAFT:
        return redirect("plan", number=plan.number)
    told = {
        "plan": plan,
        "villages": Area.objects.filter(pk__in=plan.villages).order_by("code"),
        "words": words(),
        "tiles": basemap.address(),
        "credit": basemap.credit(),
        "mine": plan.changed_by == request.user,
        "may_list": may_list(request.scope, plan),
    }
    return render(request, "pages/drawing.html", told)
