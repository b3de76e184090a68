"""/pairings/: the gaps of an area with their causes, a member suggested for each, and what was done last."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from geodata.base import keyset, periods, wording
from geodata.base.errors import BadInput, Conflict, DomainError
from geodata.contacts.assigning import set_contacts
from geodata.contacts.batch import Applied, Change
from geodata.contacts.capacity import WARN_ABOVE
from geodata.contacts.changelog import LinkStep
from geodata.contacts.last_seen import of_households
from geodata.contacts.members import able_members
from geodata.contacts.models import Member
from geodata.contacts.suggestions import Suggestion, suggestions
from geodata.coverage import gap_reasons, states
from geodata.coverage.gap_reasons import Cause
from geodata.coverage.households import matched, states_of
from geodata.display.lines import Line, describe
from geodata.pairing.prices import prices
from geodata.pairing.undoing import approve, find_step, undo
from geodata.people.models import Household
from geodata.territory.models import Area
from gridmap.maps import basemap
from gridmap.maps.base import Drawn
from gridmap.maps.layers import map_of_pairs
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import answers_at_once
from gridmap.pages.base.typed import Form
from gridmap.pages.pairing.areas import Place, around, households_in, member_of, number_of, picked, place_of

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


@answers_at_once
@require_safe
def workbench_page(request: ScopedRequest) -> HttpResponse:
    place = place_of(request, on=periods.today())
    chosen = request.GET.get("cause", "")
    cause = chosen if chosen in Cause.values else ""
    question = states.Question(states.select(scope=place.scope, area=place.area, on=place.on), on=place.on)
    after = keyset.numbers(request.GET.get("after", ""))
    wanted = (cause,) if cause else tuple(Cause.values)
    gaps = gap_reasons.counted_and_listed(question, wanted, after=after, limit=PAGE + 1)
    counts, rows = gaps.counts, gaps.page
    more = rows[PAGE - 1] if len(rows) > PAGE else None
    members = list(able_members(village=place.village, on=place.on)) if place.is_village else []
    context = around(place, request) | {
        "filters": picked(place, request),
        "totals": [Total(one.value, str(one.label), counts[one.value], one.value == cause) for one in Cause],
        "all": sum(counts.values()),
        "without": matched(question, "unlinked"),
        "cause": cause,
        "rows": _rows(place, rows[:PAGE]),
        "phones": of_households([gap.household_id for gap in rows[:PAGE]], on=place.on),
        "first": after is None,
        "next": f"{more.village_id}.{more.household_id}" if more else "",
        "members": [member for member in members if getattr(member, "load", 0) < member.capacity],
        "warn_above": WARN_ABOVE,
        "villages": _villages(place, gaps.by_village) if not place.is_village else [],
        "price": prices(scope=place.scope).get(place.village.pk) if place.is_village else None,
        "map": _map(place),
        "credit": basemap.credit(),
        "steps": _steps(place),
        "latest": _latest(request, place),
    }
    return render(request, "contacts/workbench.html", context)


@require_POST
def assign(request: ScopedRequest) -> HttpResponse:
    """One household to the member suggested beside it, or those ticked to one member or each to its suggestion."""
    on = periods.today()
    place = place_of(request, on=on, code=request.POST.get("area", "") or "-")
    back = _back(request, place)
    try:
        changes = _changes(request, place)
        applied = set_contacts(changes=changes, by=request.user, on=on)
    except (BadInput, Conflict) as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
        return redirect(back)
    tell(request, applied)
    return redirect(back)


@require_POST
def undo_step(request: ScopedRequest, number: int) -> HttpResponse:
    step = find_step(number, scope=request.scope)
    try:
        undo(step=step, by=request.user, on=periods.today(), at=timezone.now())
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
    else:
        messages.success(request, _("The step has been undone."))
    return redirect(_area_back(request))


class ApprovalForm(Form):
    """The day of the meeting, and its words."""

    left_to_verb = frozenset(("text",))

    day = forms.DateField(required=False)
    text = forms.CharField(required=False, max_length=200)


@require_POST
def approve_step(request: ScopedRequest, number: int) -> HttpResponse:
    step = find_step(number, scope=request.scope)
    form = ApprovalForm(request.POST)
    try:
        if not form.is_valid():
            raise BadInput(_("This is not a valid date."), field="day", remedy=_("Enter it as YYYY-MM-DD."))
        decision, on = form.cleaned_data, periods.today()
        approve(step=step, day=decision["day"], text=decision["text"], on=on, by=request.user)
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
    else:
        messages.success(request, _("The approval has been recorded."))
    return redirect(_area_back(request))


def tell(request: ScopedRequest, applied: Applied) -> None:
    """What came of it, in words: how many, and why some were not possible."""
    if applied.step:
        count = applied.step.households
        done = ngettext("%(n)s household has been assigned.", "%(n)s households have been assigned.", count)
        messages.success(request, done % {"n": wording.figure(count)})
    for refused in applied.refused[:TOLD]:
        messages.error(request, refused.words)
    if (rest := len(applied.refused) - TOLD) > 0:
        more = ngettext("%(n)s more could not be assigned.", "%(n)s more could not be assigned.", rest)
        messages.error(request, more % {"n": wording.figure(rest)})


def _rows(place: Place, gaps: list[gap_reasons.Gap]) -> list[Row]:
    """Eleven queries, whatever the number."""
    ids = [gap.household_id for gap in gaps]
    known = states_of(states.Question(states.Selection(households=tuple(ids)), on=place.on)) if ids else {}
    lines = describe([known[pk] for pk in ids if pk in known], scope=place.scope, on=place.on)
    nearest = suggestions([gap.household_id for gap in gaps if not gap.exempt], on=place.on)
    by_key = dict(zip([pk for pk in ids if pk in known], lines, strict=True))
    return [
        Row(
            by_key[gap.household_id],
            str(Cause(gap.cause).label),
            nearest.get(gap.household_id),
            gap.exempt,
        )
        for gap in gaps
        if gap.household_id in by_key
    ]


def _villages(place: Place, counts: dict[int, dict[str, int]]) -> list[dict[str, Any]]:
    """The villages with gaps, those with most first."""
    areas = Area.objects.filter(pk__in=counts).select_related("parent")
    priced = prices(scope=place.scope)
    rows = [
        {
            "area": area,
            "counts": [(cause, counts[area.pk][cause]) for cause in Cause.values],
            "sum": sum(counts[area.pk].values()),
            "price": priced.get(area.pk),
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
        nearest = suggestions([home.pk for home in homes], on=place.on)
        if not nearest:
            raise BadInput(
                _(
                    "Nobody in the village has spare capacity: everyone who is able already looks after"
                    " enough households."
                ),
                remedy=_("Raise a capacity, or choose someone else."),
            )
        return [Change(home.pk, nearest[home.pk].member) for home in homes if home.pk in nearest]
    return [Change(home.pk, _chosen(request, place, homes).pk, primary=primary) for home in homes]


def _chosen(request: ScopedRequest, place: Place, homes: list[Household]) -> Member:
    if not number_of(request.POST.get("member")):
        raise BadInput(_("No member is selected."), field="member", remedy=_("Choose a member."))
    return member_of(place.scope, request.POST.get("member"))


def _back(request: ScopedRequest, place: Place) -> str:
    cause = request.POST.get("cause", "")
    return f"{reverse('workbench')}?area={place.area.code}" + (
        f"&cause={cause}" if cause in Cause.values else ""
    )


def _area_back(request: ScopedRequest) -> str:
    if proposal := number_of(request.POST.get("proposal")):
        return reverse("proposal", args=[proposal])
    code = request.POST.get("area", "")
    return reverse("workbench") + (f"?area={code}" if code.isascii() and code.isdigit() else "")
