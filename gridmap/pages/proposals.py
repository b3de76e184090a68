"""/proposals/: pairings by the least travel, staged until the office takes them in whole or in part."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from geodata import periods
from geodata.contacts.staged import Pairing, PairingLine
from geodata.errors import BadInput, DomainError
from geodata.jobs.verbs import start
from geodata.people.masking import masked_name
from geodata.territory.models import Area
from geodata.territory.scope import Right
from gridmap.logs import request_id
from gridmap.middleware import ScopedRequest
from gridmap.pages.pairing_areas import Place, around, number_of, place_of
from gridmap.pages.typed import Form

PAGE = 100
LATEST = 20


class RulesForm(Form):
    """Weights in metres; what is left empty has its usual value."""

    radius = forms.IntegerField(
        label=gettext_lazy("Radius in metres (0: any)"), min_value=0, max_value=100_000, required=False
    )
    load = forms.IntegerField(
        label=gettext_lazy("Households per member at most (empty: evenly)"),
        min_value=0,
        max_value=200,
        required=False,
    )
    other_grid = forms.IntegerField(
        label=gettext_lazy("Metres that another grid counts"), min_value=0, max_value=100_000, required=False
    )
    other_village = forms.IntegerField(
        label=gettext_lazy("Metres that another village counts"),
        min_value=0,
        max_value=100_000,
        required=False,
    )
    special_weight = forms.IntegerField(
        label=gettext_lazy("Weight of special households"), min_value=1, max_value=100, required=False
    )
    from_scratch = forms.BooleanField(label=gettext_lazy("Forget the present contacts"), required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def proposals_page(request: ScopedRequest) -> HttpResponse:
    """The latest proposals for the area and below; a POST starts the search for another as a job."""
    code = (request.POST.get("area", "") or "-") if request.method == "POST" else ""
    place = place_of(request, on=periods.today(), code=code)
    form = RulesForm(request.POST if request.method == "POST" else None)
    error: DomainError | None = None
    if form.is_bound and form.is_valid():
        try:
            return _start(request, place, form.cleaned_data)
        except DomainError as refused:
            error = refused
    villages = Area.objects.on(place.on).level(Area.Level.VILLAGE).under(place.village.code)
    found = Pairing.objects.within(place.scope).select_related("area", "by")
    told = around(place, request) | {
        "form": form,
        "error": error,
        "pairings": found.filter(villages__overlap=list(villages.values_list("pk", flat=True)))[:LATEST],
    }
    return render(request, "pages/proposals.html", told, status=422 if error or form.errors else 200)


def _start(request: ScopedRequest, place: Place, rules: dict[str, Any]) -> HttpResponse:
    scratch = rules.pop("from_scratch")
    job = start(
        "contacts.propose",
        by=request.user,
        at=timezone.now(),
        arguments={
            "area": place.area.code,
            "rules": {name: value for name, value in rules.items() if value is not None},
            "from_scratch": scratch,
        },
        subject=place.area.code,
        about=place.area.name,
        request_id=request_id.get(),
    )
    messages.success(request, _("The proposal is being made. It will be among the proposals of the area."))
    return redirect("job", job=job.pk)


@require_safe
def proposal_page(request: ScopedRequest, number: str) -> HttpResponse:
    """One proposal: what it comes to, and its lines, 100 to a page; who would have nobody first."""
    pairing = _pairing(request, number)
    place = place_of(request, on=periods.today(), code=pairing.area.code)
    lines = pairing.lines.select_related("household", "grid", "village", "former__user", "member__user")
    page = Paginator(lines.order_by("-reason", "village__code", "grid__code", "pk"), PAGE).get_page(
        request.GET.get("page")
    )
    details = request.scope.to(Right.DETAILS)
    told = around(place, request) | {
        "pairing": pairing,
        "figures": pairing.figures,
        "before": pairing.figures.get("before", {}),
        "gap_percent": f"{100 * pairing.figures.get('gap_to_optimum', 0):.3f}",
        "page": page,
        "rows": [(line, _head(line, details)) for line in page],
        "open": pairing.lines.filter(state=PairingLine.State.OPEN, member__isnull=False).count(),
        "unassigned": pairing.lines.filter(member=None).count(),
        "states": dict(PairingLine.State.choices),
    }
    return render(request, "pages/proposal.html", told)


def _head(line: PairingLine, details: Any) -> str:
    home = line.household
    seen = details.holds_household(pk=home.pk, village=home.village_id, grid=home.grid_id)
    return home.head_name if seen else masked_name(home.head_name)


@require_POST
def decide(request: ScopedRequest, number: str) -> HttpResponse:
    """Take all lines or those ticked, or reject what is open."""
    from geodata.contacts.proposing import reject, take

    pairing, on, at = _pairing(request, number), periods.today(), timezone.now()
    try:
        if "reject" in request.POST:
            reject(pairing=pairing, by=request.user, at=at)
            messages.success(request, _("The proposal is rejected."))
            return redirect("proposal", number=number)
        keys = None if "all" in request.POST else [number_of(key) for key in request.POST.getlist("line")]
        if keys == []:
            raise BadInput(_("No line is chosen."), field="line", remedy=_("Tick one or more lines."))
        taken = take(pairing=pairing, by=request.user, on=on, at=at, lines=keys)
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
        return redirect("proposal", number=number)
    if taken.step:
        count = taken.step.households
        done = ngettext("%(n)d household is assigned.", "%(n)d households are assigned.", count)
        messages.success(request, done % {"n": count})
    if taken.refused:
        more = ngettext(
            "%(n)d line was refused: it says why.", "%(n)d lines were refused: each says why.", taken.refused
        )
        messages.error(request, more % {"n": taken.refused})
    return redirect("proposal", number=number)


def _pairing(request: ScopedRequest, number: str) -> Pairing:
    found = Pairing.objects.within(request.scope.to(Right.LINK)).select_related("area", "by", "decided_by")
    return get_object_or_404(found, pk=int(number))
