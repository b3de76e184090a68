"""Gaps of contact with their cause and a suggestion, changing many contacts in a step, and undoing it."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.paging import next_page
from api.base.schema import NUMBER, documented
from api.base.serializers import Query
from api.base.views import View
from api.contacts.input import MemberChangeIn
from api.pairing.input import ChangesIn, GapsQuery, HandOverIn
from api.pairing.output import GapsOut, LinkStepOut, OneMember
from api.web.access import visible_area, who
from geodata.base import periods
from geodata.base.errors import BadInput, NotFound
from geodata.base.scope import Right, Scope
from geodata.contacts.assigning import set_contacts
from geodata.contacts.batch import Applied, Change
from geodata.contacts.handover import hand_over
from geodata.contacts.members import change_member, find_member, households_of, members_of
from geodata.contacts.models import Member
from geodata.contacts.suggestions import suggestions
from geodata.coverage import gap_reasons, states
from geodata.coverage.gap_reasons import Cause, Gap
from geodata.pairing.undoing import find_step, undo
from geodata.people.access import find_households
from geodata.people.masking import shown_name
from geodata.people.models import Household
from geodata.territory.models import Area


class Pairings(View):
    right = Right.LINK

    @documented("pairings", _("Gaps of contact"), {200: GapsOut}, query=GapsQuery, problems=[404])
    def get(self, request: Request) -> Response:
        """Households that lack the contact they should have, why, and the nearest able member with room for each."""
        query, on = GapsQuery.read(request), periods.today()
        scope = self.scope.to(Right.LINK)
        area = visible_area(self.scope, query["area"], right=Right.LINK, on=on, field="area")
        question = states.Question(states.select(scope=scope, area=area, on=on), on=on)
        wanted = (query["cause"],) if "cause" in query else tuple(Cause.values)
        found = gap_reasons.counted_and_listed(
            question, wanted, after=query.get("after"), limit=query["limit"] + 1
        )
        rows = found.page
        gaps = rows[: query["limit"]]
        more = gaps[-1] if len(rows) > len(gaps) else None
        near = area.level in (Area.Level.VILLAGE, Area.Level.GRID)
        answer = {
            "area": area.code,
            "on": on,
            "causes": found.counts,
            "results": _gaps(gaps, self.scope.to(Right.DETAILS), near=near),
            "next": next_page(request, after=more and f"{more.village_id}.{more.household_id}"),
        }
        return Response(GapsOut(answer).data)

    @documented(
        "set_contacts", _("Assign many contacts"), {200: LinkStepOut}, body=ChangesIn, problems=[404, 409]
    )
    def post(self, request: Request) -> Response:
        """From today on, as one step. What is not possible is refused in words, and the rest is done."""
        Query.read(request)
        wanted, scope = ChangesIn.read(request)["changes"], self.scope.to(Right.LINK)
        homes = find_households([change["household"] for change in wanted], scope=scope)
        helpers = Member.objects.filter(village__in=scope.villages, pk__in=[one["member"] for one in wanted])
        known = set(helpers.values_list("pk", flat=True))
        if unknown := [one["member"] for one in wanted if one["member"] not in known]:
            raise no_member(unknown[0])
        changes = [Change(homes[one["household"]], one["member"], primary=one["primary"]) for one in wanted]
        applied = set_contacts(changes=changes, by=who(request), on=periods.today())
        return Response(step_answer(applied))


class Undo(View):
    right = Right.LINK

    @documented("undo_step", _("Undo a step"), {204: None}, path=[NUMBER], problems=[404, 409])
    def post(self, request: Request, number: str) -> Response:
        """The households are as they were before the step, unless something builds on it."""
        Query.read(request)
        step = find_step(number, scope=self.scope)
        undo(step=step, by=who(request), on=periods.today(), at=timezone.now())
        return Response(status=204)


class MemberOfScope(View):
    right = Right.LINK

    @documented("member", _("One member"), {200: OneMember}, path=[NUMBER], problems=[404])
    def get(self, request: Request, number: str) -> Response:
        """Load, capacity, whether able to help, and the households."""
        Query.read(request)
        return self._answer(number)

    @documented(
        "change_member",
        _("Change a member"),
        {200: OneMember},
        body=MemberChangeIn,
        path=[NUMBER],
        problems=[404],
    )
    def post(self, request: Request, number: str) -> Response:
        """Kind, whether able to help, capacity, since when that is so, and the end. Days before stay judged by what was."""
        Query.read(request)
        told = MemberChangeIn.read(request)
        member = find_member(number, scope=self.scope)
        change_member(member=member, on=periods.today(), by=who(request), **told)
        return self._answer(number)

    def _answer(self, number: str) -> Response:
        on = periods.today()
        member = members_of(self.scope.to(Right.LINK), on=on).filter(pk=number).first()
        if member is None:
            raise NotFound(number)
        seen = Household.objects.within(self.scope.to(Right.HOUSEHOLDS))
        mine = seen.filter(pk__in=households_of(member, on=on).values("household_id"))
        member.households = list(mine.order_by("pk").values_list("token", flat=True))  # type: ignore[attr-defined]
        return Response(OneMember(member).data)


class HandOver(View):
    right = Right.LINK

    @documented(
        "hand_over",
        _("Hand over all households of a member"),
        {200: LinkStepOut},
        body=HandOverIn,
        path=[NUMBER],
        problems=[404, 409],
    )
    def post(self, request: Request, number: str) -> Response:
        """To one member, or each to the nearest of the village with room."""
        Query.read(request)
        body = HandOverIn.read(request)
        member, to = find_member(number, scope=self.scope), None
        if "to" in body:
            try:
                to = find_member(body["to"], scope=self.scope)
            except NotFound as error:
                raise no_member(body["to"]) from error
        applied = hand_over(
            member=member, to=to, reason=body["end_reason"], by=who(request), on=periods.today()
        )
        return Response(step_answer(applied))


def step_answer(applied: Applied) -> dict[str, Any]:
    tokens = dict(
        Household.objects.filter(pk__in=[one.change.household for one in applied.refused]).values_list(
            "pk", "token"
        )
    )
    step = applied.step
    answer = {
        "step": step.pk if step else None,
        "households": step.households if step else 0,
        "refused": [
            {"household": tokens[one.change.household], "message": one.words} for one in applied.refused
        ],
    }
    return dict(LinkStepOut(answer).data)


def no_member(pk: int) -> BadInput:
    return BadInput(
        gettext("There is no such member."),
        field="member",
        value=pk,
        remedy=gettext("Choose one of those in members/."),
    )


def _gaps(gaps: list[Gap], details: Scope, *, near: bool) -> list[dict[str, Any]]:
    """Four queries, whatever the number."""
    rows = Household.objects.filter(pk__in=[gap.household_id for gap in gaps])
    homes = {home.pk: home for home in rows}
    nearest = suggestions([gap.household_id for gap in gaps if not gap.exempt], on=periods.today())
    return [
        _gap(
            gap,
            homes[gap.household_id],
            nearest.get(gap.household_id),
            open_=details.holds_household(pk=gap.household_id, village=gap.village_id, grid=gap.grid_id),
            near=near,
        )
        for gap in gaps
        if gap.household_id in homes
    ]


def _gap(gap: Gap, home: Household, suggestion: Any, *, open_: bool, near: bool) -> dict[str, Any]:
    point = home.point if near and open_ else None
    return {
        "household": home.token,
        "head": shown_name(home.head_name, details=open_),
        "number": home.number,
        "cause": gap.cause,
        "cause_word": str(Cause(gap.cause).label),
        "exempt": gap.exempt,
        "point": [round(axis, 6) for axis in point.coords] if point else None,
        "suggestion": suggestion,
    }
