"""/campaigns/ and /campaigns/new/: roll-calls, and opening one with a look at whom it would ask for."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from geodata.base import periods
from geodata.base.access import refuse, require
from geodata.base.errors import BadInput, Conflict, NotFound, join
from geodata.base.scope import Right, Scope
from geodata.campaigns.choosing import Meant, meant
from geodata.campaigns.finding import sums_of, visible
from geodata.campaigns.lifecycle import may_open
from geodata.campaigns.models import Campaign
from geodata.campaigns.opening import area_to_call, draft_campaign, open_campaign, villages_in
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.campaigns.forms import NewForm
from gridmap.pages.campaigns.maps import map_of_meant
from gridmap.pages.campaigns.tasks import open_tasks, task_lines

MOST = 100
FIELDS: dict[str, str] = {"filter": "who", "due_at": "hours"}
"""What a verb calls otherwise."""


def may_open_any(scope: Scope) -> bool:
    return any(may_open(scope, grant.code) for grant in scope.to(Right.CAMPAIGN).grants if grant.code)


@require_safe
def campaigns_page(request: ScopedRequest) -> HttpResponse:
    require(request.scope, Right.CAMPAIGN)
    campaigns = list(visible(request.scope)[:MOST])
    sums = sums_of(campaigns, scope=request.scope)
    context = {
        "lines": [(one, sums[one.pk]) for one in campaigns],
        "may_open": may_open_any(request.scope),
        "tasks": task_lines(open_tasks(request.scope), scope=request.scope),
    }
    return render(request, "campaigns/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_page(request: ScopedRequest) -> HttpResponse:
    """Looked at first, then opened: both are the same form."""
    require(request.scope, Right.CAMPAIGN)
    if not may_open_any(request.scope):
        refuse(Right.CAMPAIGN)
    sent = request.method == "POST"
    form = NewForm(request.POST if sent else None, scope=request.scope, on=periods.today())
    context: dict[str, Any] = {"form": form}
    if sent and form.is_valid():
        if "open" in request.POST and (campaign := _opened(request, form)):
            return redirect("campaign", campaign=campaign.key)
        if not form.errors:
            context |= _preview(request, form)
    status = 422 if sent and form.errors else 200
    return render(request, "campaigns/new.html", context, status=status)


def _opened(request: ScopedRequest, form: NewForm) -> Campaign | None:
    """None where the form now says what was refused."""
    at, who = timezone.now(), request.user
    try:
        with transaction.atomic():
            draft = draft_campaign(asked=form.asked(at), by=who, scope=request.scope, at=at)
            opened = open_campaign(campaign=draft, by=who, scope=request.scope, at=at)
    except (BadInput, Conflict, NotFound) as error:
        form.add_error(
            FIELDS.get(error.field, error.field if error.field in form.fields else None),
            join([error.message, error.remedy]),
        )
        return None
    messages.success(request, _("The roll-call is open."))
    return opened.campaign


def _preview(request: ScopedRequest, form: NewForm) -> dict[str, Any]:
    on = periods.today()
    area = area_to_call(form.cleaned_data["area"], scope=request.scope, on=timezone.now())
    rows = meant(form.tree, villages=villages_in(area, on=on), on=on)
    return {"preview": _sums(rows), "villages": _by_village(rows), "map": map_of_meant(rows, on=on)}


def _sums(rows: list[Meant]) -> dict[str, int]:
    return {name: sum(getattr(row, name) for row in rows) for name in ("targets", "special", "unknown")}


def _by_village(rows: list[Meant]) -> list[tuple[str, dict[str, int]]]:
    names = dict(
        Area.objects.filter(pk__in={row.village for row in rows}).order_by("code").values_list("pk", "name")
    )
    found = [(name, _sums([row for row in rows if row.village == pk])) for pk, name in names.items()]
    return [line for line in found if line[1]["targets"]]
