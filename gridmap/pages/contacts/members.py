"""/members/: contact members with load and capacity; one member with the households, and handing them over."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from geodata.base import periods, wording
from geodata.base.errors import BadInput, Conflict, DomainError
from geodata.base.scope import Right
from geodata.contacts.capacity import WARN_ABOVE
from geodata.contacts.handover import hand_over, let_go
from geodata.contacts.last_seen import heard_of
from geodata.contacts.members import MOST, able_members, change_member, households_of, members_of
from geodata.contacts.models import ContactLink, Member
from geodata.coverage import states
from geodata.coverage.households import states_of
from geodata.display.lines import Line, describe
from geodata.display.timelines import of_member
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import Filters, answers_at_once
from gridmap.pages.base.typed import Form
from gridmap.pages.contacts.workbench import tell
from gridmap.pages.pairing.areas import Place, around, let_choose, member_of, number_of, place_of

PAGE = 100
STATES = {
    "": Q(),
    "room": Q(load__lt=F("capacity"), ability=Member.Ability.ABLE),
    "full": Q(load__gte=F("capacity"), load__gt=0),
    "busy": Q(load__gt=WARN_ABOVE),
    "idle": Q(load=0),
    "unable": ~Q(ability=Member.Ability.ABLE),
}
"""Which members a list shows, over `load` and the table's columns."""


class MemberFilters(Filters):
    """A name, and how much somebody has to do."""

    sorts = {
        "name": ("user__name", "pk"),
        "village": ("village__code", "user__name", "pk"),
        "branch": ("branch__name", "user__name", "pk"),
        "households": ("load", "user__name", "pk"),
        "ability": ("ability", "user__name", "pk"),
    }

    q = forms.CharField(label=gettext_lazy("Name or branch"), required=False, max_length=60)
    state = forms.ChoiceField(
        label=gettext_lazy("Members"),
        required=False,
        choices=[
            ("", gettext_lazy("All members")),
            ("room", gettext_lazy("With spare capacity")),
            ("full", gettext_lazy("At capacity")),
            ("busy", gettext_lazy("More than 10 households")),
            ("idle", gettext_lazy("Without households")),
            ("unable", gettext_lazy("Not able to help")),
        ],
    )


class MemberForm(Form):
    """What the member can do, from a day on."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("of a member", "Kind"), choices=Member.Kind.choices, required=False
    )
    ability = forms.ChoiceField(label=gettext_lazy("Ability to help"), choices=Member.Ability.choices)
    capacity = forms.IntegerField(label=gettext_lazy("Capacity"), min_value=0, max_value=MOST)
    since = forms.DateField(
        label=gettext_lazy("Holds since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    left_on = forms.DateField(
        label=gettext_lazy("Left on (leave empty to stay)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @classmethod
    def of(cls, member: Member, data: Any = None) -> "MemberForm":
        return cls(
            data,
            initial={
                "kind": member.kind,
                "since": periods.today(),
                "ability": member.ability,
                "capacity": member.capacity,
                "left_on": member.period.upper,
            },
        )


@answers_at_once
@require_safe
def members_page(request: ScopedRequest) -> HttpResponse:
    """The members of an area, 100 to a page."""
    place = place_of(request, on=periods.today())
    filters = MemberFilters(request.GET)
    let_choose(filters, place, down_to="village")
    members = _found(members_of(place.scope, under=place.village.code, on=place.on), filters.told())
    page = Paginator(filters.ordered(members), PAGE).get_page(request.GET.get("page"))
    context = around(place, request) | {
        "filters": filters,
        "joining": _may_join(request, place.village),
        "page": page,
        "warn_above": WARN_ABOVE,
        "phones": place.village.code if _prints(request, place) else "",
    }
    return render(request, "contacts/members.html", context)


def _prints(request: ScopedRequest, place: Place) -> bool:
    """May its phone list be taken away?"""
    return place.is_village and request.scope.to(Right.EXPORT).holds_code(place.village.code)


def _may_join(request: ScopedRequest, village: Area) -> str:
    """The code of the village to which the reader may add a member; none: it is no village, or not the reader's."""
    mine = village.pk in request.scope.to(Right.APPOINT).villages
    return village.code if mine and village.level == Area.Level.VILLAGE else ""


def _found(members: QuerySet[Member], query: dict[str, str]) -> QuerySet[Member]:
    matching = members.filter(STATES.get(query["state"], Q()))
    if query["q"]:
        matching = matching.filter(
            Q(user__name__icontains=query["q"]) | Q(branch__name__icontains=query["q"])
        )
    return matching


@require_http_methods(["GET", "HEAD", "POST"])
def member_page(request: ScopedRequest, number: int) -> HttpResponse:
    """One member: whom he or she looks after, able or why not, capacity, and the end; a POST changes the latter."""
    member = _member(request, number)
    form = MemberForm.of(member, request.POST if request.method == "POST" else None)
    error: DomainError | None = None
    if form.is_bound and form.is_valid():
        try:
            change_member(member=member, on=periods.today(), by=request.user, **form.cleaned_data)
        except DomainError as refused:
            error = refused
        else:
            messages.success(request, _("The member has been updated."))
            return redirect("member", number=member.pk)
    return _show(request, member, form, error)


def _show(
    request: ScopedRequest, member: Member, form: MemberForm, error: DomainError | None
) -> HttpResponse:
    on = periods.today()
    links = list(households_of(member, on=on))
    others = able_members(village=member.village, on=on).exclude(pk=member.pk)
    context = {
        "member": member,
        "on": on,
        "gone": member.period.upper is not None and member.period.upper <= on,
        "links": _lines(request, links, on=on),
        "load": len(links),
        "warn_above": WARN_ABOVE,
        "takers": [one for one in others if getattr(one, "load", 0) < one.capacity],
        "reasons": [choice for choice in ContactLink.EndReason.choices if choice[0]],
        "form": form,
        "error": error,
        "moments": of_member(member),
        "abilities": member.abilities.order_by("-period"),
        "phones": heard_of([member.user]),
        "former": ContactLink.objects.filter(member=member, period__upper_inf=False).count(),
    }
    return render(request, "contacts/member.html", context, status=422 if error or form.errors else 200)


def _lines(
    request: ScopedRequest, links: list[ContactLink], *, on: dt.date
) -> list[tuple[Line, ContactLink]]:
    """The households that the reader may see; those of other areas are only counted."""
    by_key = {link.household_id: link for link in links}
    question = states.Question(states.Selection(households=tuple(by_key)), on=on)
    known = list(states_of(question).values()) if by_key else []
    scope = request.scope.to(Right.HOUSEHOLDS)
    seen = [
        one
        for one in known
        if scope.holds_household(pk=one.household_id, village=one.village_id, grid=one.grid_id)
    ]
    lines = describe(seen, scope=request.scope, on=on)
    return [(line, by_key[one.household_id]) for one, line in zip(seen, lines, strict=True)]


@require_POST
def hand_over_page(request: ScopedRequest, number: int) -> HttpResponse:
    """All households of the member to one other, each to the nearest with room, or to nobody yet."""
    member = _member(request, number)
    reason, to = request.POST.get("reason", ""), request.POST.get("to", "")
    try:
        if to == "nobody":
            step = let_go(member=member, reason=reason, by=request.user, on=periods.today())
            done = ngettext("%(n)s contact has ended.", "%(n)s contacts have ended.", step.households)
            messages.success(request, done % {"n": wording.figure(step.households)})
        else:
            tell(request, _handed(request, member, to=to, reason=reason))
    except (BadInput, Conflict) as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
    return redirect("member", number=member.pk)


def _handed(request: ScopedRequest, member: Member, *, to: str, reason: str) -> Any:
    if to != "nearest" and not number_of(to):
        raise BadInput(_("No member is selected."), field="to", remedy=_("Choose a member."))
    taker = None if to == "nearest" else member_of(request.scope.to(Right.LINK), to)
    return hand_over(member=member, to=taker, reason=reason, by=request.user, on=periods.today())


def _member(request: ScopedRequest, number: int) -> Member:
    return member_of(request.scope.to(Right.LINK), str(number))
