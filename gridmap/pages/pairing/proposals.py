"""/proposals/: pairings by the least travel, staged until the office takes them in whole or in part."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from geodata.base import periods, wording
from geodata.base.errors import BadInput, DomainError
from geodata.base.scope import Right
from geodata.contacts.changelog import LinkStep
from geodata.contacts.last_seen import of_members
from geodata.coverage import disclosure
from geodata.coverage.ahead.compared import Compared
from geodata.coverage.ahead.proposed import with_proposal
from geodata.jobs.service import start
from geodata.pairing.models import Pairing, PairingLine
from geodata.pairing.prices import Price, open_lines, prices, way_of, ways_in
from geodata.people.masking import shown_name
from geodata.territory import codes
from geodata.territory.models import Area
from gridmap.logs import request_id
from gridmap.maps.ways import WaysSketch, sketch_of_ways
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import answers_at_once
from gridmap.pages.base.typed import Form
from gridmap.pages.pairing.areas import Place, around, number_of, picked, place_of

PAGE = 100
LATEST = 20


class RulesForm(Form):
    """Weights in metres; what is left empty has its usual value."""

    radius = forms.IntegerField(
        label=gettext_lazy("Greatest distance in metres (0: no limit)"),
        min_value=0,
        max_value=100_000,
        required=False,
    )
    load = forms.IntegerField(
        label=gettext_lazy("Most households per member (empty: evenly)"),
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
    from_scratch = forms.BooleanField(label=gettext_lazy("Ignore the current contacts"), required=False)


@answers_at_once
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
    pairings = Pairing.objects.within(place.scope).select_related("area", "by")
    context = around(place, request) | {
        "filters": picked(place, request),
        "form": form,
        "error": error,
        "pairings": pairings.filter(villages__overlap=list(villages.values_list("pk", flat=True)))[:LATEST],
    }
    return render(request, "pairing/proposals.html", context, status=422 if error or form.errors else 200)


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
    messages.success(request, _("The proposal is being prepared. It will appear among the area's proposals."))
    return redirect("job", job=job.pk)


@require_safe
def proposal_page(request: ScopedRequest, number: str) -> HttpResponse:
    """One proposal: what it comes to, its villages, and its lines, 100 to a page; who would have nobody first. Of one village
    (`village`) also the ways on a map.
    """
    pairing = _pairing(request, number)
    place = place_of(request, on=periods.today(), code=pairing.area.code)
    village = _village(request, pairing, place)
    lines = pairing.lines.select_related("household", "grid", "village", "former__user", "member__user")
    if village:
        lines = lines.filter(village=village)
    page = Paginator(lines.order_by("-reason", "village__code", "grid__code", "pk"), PAGE).get_page(
        request.GET.get("page")
    )
    details = request.scope.to(Right.DETAILS)
    takeable = lines.filter(state=PairingLine.State.OPEN, member__isnull=False)
    way = way_of(pairing)
    context = around(place, request) | {
        "pairing": pairing,
        "figures": pairing.figures,
        "before": pairing.figures.get("before", {}),
        "way": way,
        "change": f"{way.change:+d}".replace("-", "−") if way and way.change else "±0",
        "gap_percent": f"{100 * pairing.figures.get('gap_to_optimum', 0):.3f}",
        "page": page,
        "rows": [(line, _head(line, details)) for line in page],
        "open": (left := takeable.count()),
        "ahead": _ahead(pairing, place) if left else None,
        "phones": of_members(takeable.exclude(former=None).values("former")),
        "village": village,
        "villages": _villages(request, pairing) if len(pairing.villages) > 1 else [],
        "ways": _ways(request, pairing, village, place) if village else None,
        "latest": _latest(request, pairing, place),
    }
    return render(request, "pairing/proposal.html", context)


def _ahead(pairing: Pairing, place: Place) -> Compared | None:
    """What it would change in what is ahead: for whoever may see details in all of the area. Of a city it takes too long for a page."""
    above = codes.LEVELS.index(pairing.area.level) < codes.LEVELS.index(Area.Level.COUNTY)
    if above or not disclosure.is_free(place.scope, pairing.area.code):
        return None
    return with_proposal(pairing=pairing, on=place.on, scope=place.scope)


def _village(request: ScopedRequest, pairing: Pairing, place: Place) -> Area | None:
    """The village that the page is about: the one chosen, or the only one. Raises NotFound for one that is not in it."""
    villages = Area.objects.filter(pk__in=pairing.villages)
    if code := request.GET.get("village", ""):
        return get_object_or_404(villages, code=code)
    return place.village if len(pairing.villages) == 1 else None


def _villages(request: ScopedRequest, pairing: Pairing) -> list[tuple[Area, Price]]:
    """Those with open lines, who gain the most first contacts first."""
    found = prices(scope=request.scope, pairing=pairing)
    areas = Area.objects.in_bulk(found)
    return [(areas[pk], found[pk]) for pk in sorted(found, key=lambda pk: (-found[pk].newly, areas[pk].code))]


def _ways(request: ScopedRequest, pairing: Pairing, village: Area, place: Place) -> WaysSketch | None:
    ways = ways_in(pairing=pairing, village=village.pk, scope=request.scope)
    return sketch_of_ways(village, ways, on=place.on)


def _latest(request: ScopedRequest, pairing: Pairing, place: Place) -> LinkStep | None:
    """The reader's own last step of today with this proposal, which can be undone by one press."""
    steps = LinkStep.objects.filter(pk__in=pairing.lines.exclude(step=None).values("step"))
    return steps.filter(by=request.user, on=place.on, undone_at=None).order_by("-pk").first()


def _head(line: PairingLine, details: Any) -> str:
    home = line.household
    seen = details.holds_household(pk=home.pk, village=home.village_id, grid=home.grid_id)
    return shown_name(home.head_name, details=seen)


@require_POST
def decide(request: ScopedRequest, number: str) -> HttpResponse:
    """Take all lines or those ticked, or reject what is open."""
    from geodata.pairing.proposals import reject, take

    pairing, on, at = _pairing(request, number), periods.today(), timezone.now()
    try:
        if "reject" in request.POST:
            reject(pairing=pairing, by=request.user, at=at)
            messages.success(request, _("The proposal is rejected."))
            return redirect("proposal", number=number)
        keys = _wanted(request, pairing)
        if keys == []:
            raise BadInput(_("No line is selected."), field="line", remedy=_("Select one or more lines."))
        taken = take(pairing=pairing, by=request.user, on=on, at=at, lines=keys)
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
        return redirect(_back(request, number))
    if taken.step:
        count = taken.step.households
        done = ngettext("%(n)s household has been assigned.", "%(n)s households have been assigned.", count)
        messages.success(request, done % {"n": wording.figure(count)})
    if taken.refused:
        more = ngettext(
            "%(n)s line was refused: it says why.", "%(n)s lines were refused: each says why.", taken.refused
        )
        messages.error(request, more % {"n": wording.figure(taken.refused)})
    return redirect(_back(request, number))


def _wanted(request: ScopedRequest, pairing: Pairing) -> list[int] | None:
    """The lines that the form asks for: those ticked, all of a village, or all (None)."""
    if "all" not in request.POST:
        return [number_of(key) for key in request.POST.getlist("line")]
    village = number_of(request.POST.get("village"))
    return open_lines(pairing=pairing, village=village) if village else None


def _back(request: ScopedRequest, number: str) -> str:
    """To the workbench where the proposal was taken there, else to the proposal."""
    area = request.POST.get("workbench", "")
    if area.isascii() and area.isdigit():
        return f"{reverse('workbench')}?area={area}"
    return reverse("proposal", args=[number])


def _pairing(request: ScopedRequest, number: str) -> Pairing:
    pairings = Pairing.objects.within(request.scope.to(Right.LINK)).select_related("area", "by", "decided_by")
    return get_object_or_404(pairings, pk=int(number))
