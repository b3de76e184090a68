"""/members/: contact members with load and capacity; one member with the households, and handing them over."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from geodata import periods
from geodata.contacts.handing import hand_over, let_go
from geodata.contacts.members import MOST, able_members, change_member, households_of, members_of
from geodata.contacts.models import ContactLink, Member
from geodata.contacts.on_the_way import heard_of
from geodata.contacts.room import WARN_ABOVE
from geodata.coverage import states
from geodata.coverage.households import states_of
from geodata.errors import BadInput, DomainError
from geodata.reports.lines import Line, describe
from geodata.reports.timelines import of_member
from geodata.territory.scope import Right
from gridmap.middleware import ScopedRequest
from gridmap.pages.pairing_areas import around, member_of, number_of, place_of
from gridmap.pages.typed import Form
from gridmap.pages.workbench import tell

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


class MemberFilters(Form):
    """A name, and how much somebody has to do."""

    area = forms.RegexField(r"^[0-9]{2,15}$", required=False, widget=forms.HiddenInput)
    q = forms.CharField(label=gettext_lazy("Name or branch"), required=False, max_length=60)
    state = forms.ChoiceField(
        label=gettext_lazy("Members"),
        required=False,
        choices=[
            ("", gettext_lazy("all members")),
            ("room", gettext_lazy("with room")),
            ("full", gettext_lazy("at capacity")),
            ("busy", gettext_lazy("more than 10 households")),
            ("idle", gettext_lazy("without households")),
            ("unable", gettext_lazy("not able to help")),
        ],
    )

    def told(self) -> dict[str, str]:
        self.is_valid()
        return {name: str(self.cleaned_data.get(name, "")) for name in self.fields}


class MemberForm(Form):
    """What the member can do from now on."""

    ability = forms.ChoiceField(label=gettext_lazy("Able to help"), choices=Member.Ability.choices)
    capacity = forms.IntegerField(label=gettext_lazy("Capacity"), min_value=0, max_value=MOST)
    left_on = forms.DateField(
        label=gettext_lazy("Left on (empty: stays)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @classmethod
    def of(cls, member: Member, data: Any = None) -> "MemberForm":
        return cls(
            data,
            initial={
                "ability": member.ability,
                "capacity": member.capacity,
                "left_on": member.period.upper,
            },
        )


@require_safe
def members_page(request: ScopedRequest) -> HttpResponse:
    """The members of an area, 100 to a page."""
    place = place_of(request, on=periods.today())
    filters = MemberFilters(request.GET)
    asked = filters.told()
    found = _found(members_of(place.scope, under=place.village.code, on=place.on), asked)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    address = urlencode(
        {"area": place.area.code} | {name: asked[name] for name in ("q", "state") if asked[name]}
    )
    told = around(place, request) | {
        "filters": filters,
        "page": page,
        "address": address,
        "warn_above": WARN_ABOVE,
    }
    return render(request, "pages/members.html", told)


def _found(members: QuerySet[Member], asked: dict[str, str]) -> QuerySet[Member]:
    found = members.filter(STATES.get(asked["state"], Q()))
    if asked["q"]:
        found = found.filter(Q(user__name__icontains=asked["q"]) | Q(branch__name__icontains=asked["q"]))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def member_page(request: ScopedRequest, number: int) -> HttpResponse:
    """One member: whom he or she looks after, able or why not, capacity, and the end; a POST changes the latter."""
    member = _member(request, number)
    form = MemberForm.of(member, request.POST if request.method == "POST" else None)
    error: DomainError | None = None
    if form.is_bound and form.is_valid():
        try:
            change_member(member=member, on=periods.today(), **form.cleaned_data)
        except DomainError as refused:
            error = refused
        else:
            messages.success(request, _("The member is changed."))
            return redirect("member", number=member.pk)
    return _show(request, member, form, error)


def _show(
    request: ScopedRequest, member: Member, form: MemberForm, error: DomainError | None
) -> HttpResponse:
    on = periods.today()
    links = list(households_of(member, on=on))
    others = able_members(village=member.village, on=on).exclude(pk=member.pk)
    told = {
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
        "phones": heard_of([member.user]),
        "former": ContactLink.objects.filter(member=member, period__upper_inf=False).count(),
    }
    return render(request, "pages/member.html", told, status=422 if error or form.errors else 200)


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
            done = ngettext("%(n)d contact has ended.", "%(n)d contacts have ended.", step.households)
            messages.success(request, done % {"n": step.households})
        else:
            tell(request, _handed(request, member, to=to, reason=reason))
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
    return redirect("member", number=member.pk)


def _handed(request: ScopedRequest, member: Member, *, to: str, reason: str) -> Any:
    if to != "nearest" and not number_of(to):
        raise BadInput(_("No member is chosen."), field="to", remedy=_("Choose a member."))
    taker = None if to == "nearest" else member_of(request.scope.to(Right.LINK), to)
    return hand_over(member=member, to=taker, reason=reason, by=request.user, on=periods.today())


def _member(request: ScopedRequest, number: int) -> Member:
    return member_of(request.scope.to(Right.LINK), str(number))
