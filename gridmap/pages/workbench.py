"""/pairings/: the gaps of an area with their causes, a member suggested for each, and what was done last."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from geodata import periods
from geodata.contacts.desk import Applied, Change
from geodata.contacts.linking import set_contacts
from geodata.contacts.members import able_members
from geodata.contacts.models import Member
from geodata.contacts.room import WARN_ABOVE
from geodata.contacts.steps import LinkStep
from geodata.contacts.suggesting import Suggestion, suggestions
from geodata.contacts.undoing import approve, undo
from geodata.coverage import causes, states
from geodata.coverage.causes import Cause
from geodata.coverage.households import matched, states_of
from geodata.errors import BadInput, DomainError
from geodata.people.models import Household
from geodata.reports.lines import Line, describe
from geodata.territory.models import Area
from geodata.territory.scope import Right
from gridmap.maps import basemap
from gridmap.maps.base import Drawn
from gridmap.maps.layers import map_of_pairs
from gridmap.middleware import ScopedRequest
from gridmap.pages.lists import key_of
from gridmap.pages.pairing_areas import Place, around, households_in, member_of, number_of, place_of
from gridmap.pages.typed import Form

PAGE = 50
STEPS = 5
"""The latest steps that the page names."""
TOLD = 3
"""Refusals that are told one by one."""


@dataclass(frozen=True, slots=True)
class Row:
    """A gap as the page tells it."""

    line: Line
    cause: str
    suggestion: Suggestion | None
    exempt: bool


@dataclass(frozen=True, slots=True)
class Total:
    """How many households have a cause; `chosen`: the list shows these alone."""

    cause: str
    label: str
    count: int
    chosen: bool


@require_safe
def workbench_page(request: ScopedRequest) -> HttpResponse:
    place = place_of(request, on=periods.today())
    asked = request.GET.get("cause", "")
    cause = asked if asked in Cause.values else ""
    question = states.Question(states.select(scope=place.scope, area=place.area, on=place.on), on=place.on)
    counts = causes.counted(question)
    after = key_of(request.GET.get("after", ""))
    wanted = (cause,) if cause else tuple(Cause.values)
    found = causes.page(question, wanted, after=after, limit=PAGE + 1)
    more = found[PAGE - 1] if len(found) > PAGE else None
    members = list(able_members(village=place.village, on=place.on)) if place.is_village else []
    told = around(place, request) | {
        "totals": [Total(one.value, str(one.label), counts[one.value], one.value == cause) for one in Cause],
        "all": sum(counts.values()),
        "without": matched(question, "unlinked"),
        "cause": cause,
        "rows": _rows(place, found[:PAGE]),
        "first": after is None,
        "next": f"{more.village_id}.{more.household_id}" if more else "",
        "members": [member for member in members if getattr(member, "load", 0) < member.capacity],
        "warn_above": WARN_ABOVE,
        "villages": _villages(place, question) if not place.is_village else [],
        "map": _map(place),
        "credit": basemap.credit(),
        "steps": _steps(place),
        "latest": _latest(request, place),
    }
    return render(request, "pages/workbench.html", told)


@require_POST
def assign(request: ScopedRequest) -> HttpResponse:
    """One household to the member suggested beside it, or those ticked to one member or each to its suggestion."""
    on = periods.today()
    place = place_of(request, on=on, code=request.POST.get("area", "") or "-")
    back = _back(request, place)
    try:
        changes = _changes(request, place)
        applied = set_contacts(changes=changes, by=request.user, on=on)
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
        return redirect(back)
    tell(request, applied)
    return redirect(back)


@require_POST
def undo_step(request: ScopedRequest, number: int) -> HttpResponse:
    step = get_object_or_404(LinkStep.objects.within(request.scope.to(Right.LINK)), pk=number)
    try:
        undo(step=step, by=request.user, on=periods.today(), at=timezone.now())
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
    else:
        messages.success(request, _("The step is undone."))
    return redirect(_area_back(request))


class ApprovalForm(Form):
    """The day of the meeting, and its words."""

    left_to_verb = frozenset(("text",))

    day = forms.DateField(required=False)
    text = forms.CharField(required=False, max_length=200)


@require_POST
def approve_step(request: ScopedRequest, number: int) -> HttpResponse:
    step = get_object_or_404(LinkStep.objects.within(request.scope.to(Right.LINK)), pk=number)
    form = ApprovalForm(request.POST)
    try:
        if not form.is_valid():
            raise BadInput(_("This is not a day."), field="day", remedy=_("Write it as YYYY-MM-DD."))
        approve(step=step, day=form.cleaned_data["day"], text=form.cleaned_data["text"], on=periods.today())
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
    else:
        messages.success(request, _("The approval is noted."))
    return redirect(_area_back(request))


def tell(request: ScopedRequest, applied: Applied) -> None:
    """What came of it, in words: how many, and why some were not possible."""
    if applied.step:
        count = applied.step.households
        done = ngettext("%(n)d household is assigned.", "%(n)d households are assigned.", count)
        messages.success(request, done % {"n": count})
    for refused in applied.refused[:TOLD]:
        messages.error(request, refused.words)
    if (rest := len(applied.refused) - TOLD) > 0:
        more = ngettext("%(n)d more was not possible.", "%(n)d more were not possible.", rest)
        messages.error(request, more % {"n": rest})


def _rows(place: Place, gaps: list[causes.Gap]) -> list[Row]:
    """Eleven queries, whatever the number."""
    ids = [gap.household_id for gap in gaps]
    known = states_of(states.Question(states.Selection(households=tuple(ids)), on=place.on)) if ids else {}
    lines = describe([known[pk] for pk in ids if pk in known], scope=place.scope, on=place.on)
    found = suggestions([gap.household_id for gap in gaps if not gap.exempt], on=place.on)
    by_key = dict(zip([pk for pk in ids if pk in known], lines, strict=True))
    return [
        Row(
            by_key[gap.household_id],
            str(Cause(gap.cause).label),
            found.get(gap.household_id),
            gap.exempt,
        )
        for gap in gaps
        if gap.household_id in by_key
    ]


def _villages(place: Place, question: states.Question) -> list[dict[str, Any]]:
    """The villages with gaps, those with most first."""
    counts = causes.by_village(question)
    areas = Area.objects.filter(pk__in=counts).select_related("parent")
    rows = [
        {
            "area": area,
            "counts": [(cause, counts[area.pk].get(cause, 0)) for cause in Cause.values],
            "sum": sum(counts[area.pk].values()),
        }
        for area in areas
    ]
    return sorted(rows, key=lambda row: (-row["sum"], row["area"].code))


def _map(place: Place) -> Drawn | None:
    return (
        map_of_pairs(area=place.area, village=place.village.code, on=place.on) if place.is_village else None
    )


def _steps(place: Place) -> list[LinkStep]:
    steps = LinkStep.objects.within(place.scope).select_related("by", "undone_by")
    villages = Area.objects.on(place.on).level(Area.Level.VILLAGE).under(place.village.code)
    return list(steps.filter(villages__overlap=list(villages.values_list("pk", flat=True)))[:STEPS])


def _latest(request: ScopedRequest, place: Place) -> LinkStep | None:
    """The reader's own last step of today here, which can be undone by one press."""
    for step in _steps(place):
        if step.by_id == request.user.pk and step.on == place.on and step.undone_at is None:
            return step
    return None


def _changes(request: ScopedRequest, place: Place) -> list[Change]:
    """What the form asks for. `one` is token.member: the suggestion beside a household."""
    primary = request.POST.get("rank", "first") != "second"
    if one := request.POST.get("one", ""):
        token, _dot, number = one.partition(".")
        homes, member = households_in(request, place.scope, [token]), member_of(place.scope, number)
        return [Change(homes[0].pk, member.pk)]
    homes = households_in(request, place.scope, request.POST.getlist("household"))
    if "suggested" in request.POST:
        found = suggestions([home.pk for home in homes], on=place.on)
        if not found:
            raise BadInput(
                _("Nobody of the village has room: whoever is able looks after enough households already."),
                remedy=_("Raise a capacity, or choose somebody else."),
            )
        return [Change(home.pk, found[home.pk].member) for home in homes if home.pk in found]
    return [Change(home.pk, _chosen(request, place, homes).pk, primary=primary) for home in homes]


def _chosen(request: ScopedRequest, place: Place, homes: list[Household]) -> Member:
    if not number_of(request.POST.get("member")):
        raise BadInput(_("No member is chosen."), field="member", remedy=_("Choose a member."))
    return member_of(place.scope, request.POST.get("member"))


def _back(request: ScopedRequest, place: Place) -> str:
    cause = request.POST.get("cause", "")
    return f"{reverse('workbench')}?area={place.area.code}" + (
        f"&cause={cause}" if cause in Cause.values else ""
    )


def _area_back(request: ScopedRequest) -> str:
    code = request.POST.get("area", "")
    return reverse("workbench") + (f"?area={code}" if code.isascii() and code.isdigit() else "")
