"""/entitlements/funnel/: how far entitlements have come, by policy, and of one policy by area."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import NotFound
from geodata.base.scope import Right
from geodata.coverage.funnel import COLUMNS, by_area, by_policy
from geodata.entitlements.words import State
from geodata.policies.models import Policy
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import answers_at_once
from gridmap.pages.entitlements.filters import EntitlementFilters


@answers_at_once
@require_safe
def funnel_page(request: ScopedRequest) -> HttpResponse:
    """Counts of 1 to 4 are hidden from departments."""
    require(request.scope, Right.ENTITLE)
    scope, on = request.scope.to(Right.ENTITLE), periods.today()
    filters = EntitlementFilters(request.GET)
    del filters.fields["state"]
    area = filters.place(scope, on=on)
    code = filters.told().get("policy", "")
    policy = Policy.objects.filter(code=code).first() if code else None
    if code and policy is None:
        raise NotFound(code)
    top = area or Area.objects.on(on).within(scope).filter(code__in=scope.codes).order_by("code").first()
    rows = (
        by_area(policy=policy.code, scope=request.scope, area=top)
        if policy and top
        else by_policy(scope=request.scope, area=area)
    )
    context = {
        "filters": filters,
        "policy": policy,
        "area": top if policy else area,
        "columns": [State(name).label for name in COLUMNS],
        "rows": [(row, [row.counts[name] for name in COLUMNS]) for row in rows],
        "hidden": any(row.hidden for row in rows),
    }
    return render(request, "entitlements/funnel.html", context)
