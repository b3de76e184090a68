"""Gaps of contact with their cause and a suggestion, changing many contacts in a step, and undoing it."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.paging import next_page
from api.permissions import visible_area, who
from api.schema import NUMBER, documented
from api.serializers.base import Query
from api.serializers.pairings import (
    ChangesBody,
    GapsQuery,
    GapsShape,
    HandOverBody,
    LinkStepShape,
    OneMember,
)
from api.views.base import View
from geodata import periods
from geodata.contacts.desk import Applied, Change
from geodata.contacts.handing import hand_over
from geodata.contacts.linking import set_contacts
from geodata.contacts.members import households_of, members_of
from geodata.contacts.models import Member
from geodata.contacts.steps import LinkStep
from geodata.contacts.suggesting import suggestions
from geodata.contacts.undoing import undo
from geodata.coverage import causes, states
from geodata.coverage.causes import Cause, Gap
from geodata.errors import BadInput, NotFound
from geodata.people.masking import masked_name
from geodata.people.models import Household
from geodata.territory.models import Area
from geodata.territory.scope import Right, Scope


class Pairings(View):
    right = Right.LINK

    @documented("pairings", _("Gaps of contact"), {200: GapsShape}, query=GapsQuery, problems=[404])
    def get(self, request: Request) -> Response:
        """Households that lack the contact they should have, why, and the nearest able member with room for each."""
        asked, on = GapsQuery.read(request), periods.today()
        scope = self.scope.to(Right.LINK)
        area = visible_area(self.scope, asked["area"], right=Right.LINK, on=on, field="area")
        question = states.Question(states.select(scope=scope, area=area, on=on), on=on)
        wanted = (asked["cause"],) if "cause" in asked else tuple(Cause.values)
        found = causes.page(question, wanted, after=asked.get("after"), limit=asked["limit"] + 1)
        gaps = found[: asked["limit"]]
        more = gaps[-1] if len(found) > len(gaps) else None
        near = area.level in (Area.Level.VILLAGE, Area.Level.GRID)
        told = {
            "area": area.code,
            "on": on,
            "causes": causes.counted(question),
            "results": _gaps(gaps, self.scope.to(Right.DETAILS), near=near),
            "next": next_page(request, after=more and f"{more.village_id}.{more.household_id}"),
        }
        return Response(GapsShape(told).data)

    @documented(
        "set_contacts", _("Set many contacts"), {200: LinkStepShape}, body=ChangesBody, problems=[404, 409]
    )
    def post(self, request: Request) -> Response:
        """From today on, as one step. What is not possible is refused in words, and the rest is done."""
        Query.read(request)
        told, scope = ChangesBody.read(request)["changes"], self.scope.to(Right.LINK)
        homes = tokens_to_keys(scope, [change["household"] for change in told])
        helpers = Member.objects.filter(village__in=scope.villages, pk__in=[one["member"] for one in told])
        known = set(helpers.values_list("pk", flat=True))
        if unknown := [one["member"] for one in told if one["member"] not in known]:
            raise no_member(unknown[0])
        changes = [Change(homes[one["household"]], one["member"], primary=one["primary"]) for one in told]
        applied = set_contacts(changes=changes, by=who(request), on=periods.today())
        return Response(told_of(applied))


class Undo(View):
    right = Right.LINK

    @documented("undo_step", _("Undo a step"), {204: None}, path=[NUMBER], problems=[404, 409])
    def post(self, request: Request, number: str) -> Response:
        """The households are as they were before the step, unless something builds on it."""
        Query.read(request)
        step = LinkStep.objects.within(self.scope.to(Right.LINK)).filter(pk=number).first()
        if step is None:
            raise NotFound(number)
        undo(step=step, by=who(request), on=periods.today(), at=timezone.now())
        return Response(status=204)


class MemberOfScope(View):
    right = Right.LINK

    @documented("member", _("One member"), {200: OneMember}, path=[NUMBER], problems=[404])
    def get(self, request: Request, number: str) -> Response:
        """Load, capacity, whether able to help, and the households."""
        Query.read(request)
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
        _("Hand all households of a member over"),
        {200: LinkStepShape},
        body=HandOverBody,
        path=[NUMBER],
        problems=[404, 409],
    )
    def post(self, request: Request, number: str) -> Response:
        """To one member, or each to the nearest of the village with room."""
        Query.read(request)
        told = HandOverBody.read(request)
        members = Member.objects.filter(village__in=self.scope.to(Right.LINK).villages)
        member, to = members.filter(pk=number).first(), None
        if member is None:
            raise NotFound(number)
        if "to" in told:
            to = members.filter(pk=told["to"]).first()
            if to is None:
                raise no_member(told["to"])
        applied = hand_over(
            member=member, to=to, reason=told["end_reason"], by=who(request), on=periods.today()
        )
        return Response(told_of(applied))


def told_of(applied: Applied) -> dict[str, Any]:
    tokens = dict(
        Household.objects.filter(pk__in=[one.change.household for one in applied.refused]).values_list(
            "pk", "token"
        )
    )
    step = applied.step
    told = {
        "step": step.pk if step else None,
        "households": step.households if step else 0,
        "refused": [
            {"household": tokens[one.change.household], "message": one.words} for one in applied.refused
        ],
    }
    return dict(LinkStepShape(told).data)


def tokens_to_keys(scope: Scope, tokens: Sequence[str]) -> dict[str, int]:
    """The keys of households of the scope by their tokens. Raises NotFound where one is not there."""
    found = dict(Household.objects.within(scope).filter(token__in=tokens).values_list("token", "pk"))
    for token in tokens:
        if token not in found:
            raise NotFound(token, field="household", value=token)
    return found


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
    found = suggestions([gap.household_id for gap in gaps if not gap.exempt], on=periods.today())
    return [
        _gap(
            gap,
            homes[gap.household_id],
            found.get(gap.household_id),
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
        "head": home.head_name if open_ else masked_name(home.head_name),
        "number": home.number,
        "cause": gap.cause,
        "cause_word": str(Cause(gap.cause).label),
        "exempt": gap.exempt,
        "point": [round(axis, 6) for axis in point.coords] if point else None,
        "suggestion": suggestion,
    }
