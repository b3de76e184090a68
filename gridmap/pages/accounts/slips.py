"""/accounts/slips/: one-time links for the people of a village who have no password, printed on slips by a job."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from geodata.base import periods
from geodata.base.errors import DomainError
from geodata.contacts.slips import counts, may_issue
from geodata.papers.slips import ask_for_slips
from geodata.posts.queries import areas_of, tops_of
from geodata.territory.models import Area
from gridmap.logs import request_id
from gridmap.middleware import ScopedRequest
from gridmap.pages.accounts.accounts import require_office
from gridmap.pages.base.filters import Filters, answers_at_once
from gridmap.pages.base.typed import Form


class SlipFilters(Filters):
    """Of which village."""


class SlipForm(Form):
    again = forms.BooleanField(label=gettext_lazy("Also replace links that are still valid"), required=False)


@answers_at_once
@require_http_methods(["GET", "HEAD", "POST"])
def slips_page(request: ScopedRequest) -> HttpResponse:
    """How many of the village need a slip; POST begins the job that makes them."""
    require_office(request.scope)
    on, at = periods.today(), timezone.now()
    filters = SlipFilters(request.GET)
    code, areas = filters.told()["area"], areas_of(request.scope).on(on)
    place = get_object_or_404(areas, code=code) if code else _only_village(request)
    filters.pick_of(place.code if place else "", areas, tops=tops_of(request.scope), on=on, down_to="village")
    village = place if place and place.level == Area.Level.VILLAGE else None
    if request.method == "POST" and village:
        return _begun(request, village)
    context = {
        "filters": filters,
        "village": village,
        "counts": counts(village=village, scope=request.scope, at=at, on=on) if village else None,
        "may": bool(village and may_issue(request.scope, village=village)),
        "form": SlipForm(),
    }
    return render(request, "accounts/slips.html", context)


def root_of(request: HttpRequest) -> str:
    """The address of the service, as its readers type it."""
    return request.build_absolute_uri("/")


def _begun(request: ScopedRequest, village: Area) -> HttpResponse:
    form = SlipForm(request.POST)
    form.is_valid()
    try:
        job = ask_for_slips(
            village=village,
            again=form.cleaned_data["again"],
            root=root_of(request),
            by=request.user,
            scope=request.scope,
            at=timezone.now(),
            on=periods.today(),
            request_id=request_id.get(),
        )
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
        return redirect(f"{reverse('account_slips')}?area={village.code}")
    messages.success(
        request, _("The slips are being made. The file will appear on this page, and can be downloaded once.")
    )
    return redirect("job", job=job.pk)


def _only_village(request: ScopedRequest) -> Area | None:
    """For an office of one village there is nothing to choose."""
    tops = tops_of(request.scope)
    village = Area.objects.on(periods.today()).filter(code=tops[0]).first() if len(tops) == 1 else None
    return village if village and village.level == Area.Level.VILLAGE else None
