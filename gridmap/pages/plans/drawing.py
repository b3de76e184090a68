"""/plans/<number>/draw/: the boundary editor. The drawing itself comes and goes by API (static/gridmap/editor/)."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from geodata.base.scope import Right
from geodata.plans.impact import TARGET
from geodata.plans.permissions import find_plan
from geodata.plans.workflow import State
from geodata.territory.models import Area
from gridmap.maps import basemap
from gridmap.middleware import ScopedRequest
from gridmap.pages.plans.editor_words import WORDS
from gridmap.pages.plans.plan import may_list


@require_safe
def drawing_page(request: ScopedRequest, number: str) -> HttpResponse:
    """The editor of a draft, for those who may redraw all of its villages; any other plan is looked at on its page."""
    plan = find_plan(number, scope=request.scope, rights=[Right.PLAN])
    if plan.state != State.DRAFT:
        return redirect("plan", number=plan.number)
    context = {
        "plan": plan,
        "villages": Area.objects.filter(pk__in=plan.villages).order_by("code"),
        "words": WORDS,
        "tiles": basemap.address(),
        "credit": basemap.credit(),
        "mine": plan.changed_by == request.user,
        "least": TARGET[0],
        "most": TARGET[1],
        "may_list": may_list(request.scope, plan),
    }
    return render(request, "plans/drawing.html", context)
