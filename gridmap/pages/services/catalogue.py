"""/services/: what is offered, by field."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from geodata.base import periods
from geodata.base.access import require
from geodata.base.scope import Right
from geodata.services.models import ServiceItem
from gridmap.middleware import ScopedRequest


@require_safe
def catalogue_page(request: ScopedRequest) -> HttpResponse:
    require(request.scope, Right.SERVE)
    items = ServiceItem.objects.on(periods.today()).select_related("department").order_by("field", "code")
    return render(request, "services/catalogue.html", {"items": list(items)})
