"""/entitlements/lists/: lists of departments that were compared with what we hold; the lines of one are worklists."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import BadInput, Conflict, NotFound, join
from geodata.base.scope import Right
from geodata.entitlements.comparing import take_over
from geodata.entitlements.list_models import ListRow, ListRun
from geodata.entitlements.words import Finding
from gridmap.middleware import ScopedRequest

PAGE = 100


@require_safe
def lists_page(request: ScopedRequest) -> HttpResponse:
    """The newest first."""
    require(request.scope, Right.ENTITLE)
    found = ListRun.objects.within(request.scope).select_related("policy", "area").order_by("-pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_import": request.scope.may(Right.IMPORT)}
    return render(request, "entitlements/lists.html", context)


@require_safe
def list_page(request: ScopedRequest, number: str) -> HttpResponse:
    """Its parts as tabs, first what is granted there and unknown here."""
    require(request.scope, Right.ENTITLE)
    rows = ListRow.objects.within(request.scope).filter(run=int(number))
    if not rows.exists():
        raise NotFound(number)
    finding = request.GET.get("finding", "")
    chosen = finding if finding in Finding.values else Finding.ONLY_THERE.value
    counts = {each.value: rows.filter(finding=each).count() for each in Finding}
    found = rows.filter(finding=chosen).select_related("household", "village", "entitlement", "run__policy")
    context = {
        "run": ListRun.objects.within(request.scope)
        .filter(pk=int(number))
        .select_related("policy", "area")
        .first(),
        "number": number,
        "chosen": chosen,
        "tabs": [(each.value, each.label, counts[each.value]) for each in Finding],
        "page": Paginator(found.order_by("pk"), PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "entitlements/list.html", context)


@require_POST
def take_page(request: ScopedRequest, number: str) -> HttpResponse:
    """What is granted there is granted here."""
    back = ListRow.objects.within(request.scope).filter(pk=int(number)).values_list("run", flat=True).first()
    try:
        take_over(
            key=int(number), by=request.user, scope=request.scope, at=timezone.now(), today=periods.today()
        )
    except (BadInput, Conflict) as error:
        messages.error(request, join([error.message, error.remedy]))
    else:
        messages.success(request, _("It is granted here, too."))
    return redirect("entitlement_list", number=back)
