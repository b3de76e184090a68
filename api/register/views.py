"""Proposing changes of the register, listing them, and deciding about them."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.paging import next_page
from api.base.schema import CHANGE, documented
from api.base.serializers import Query
from api.base.views import View
from api.register.input import ChangesQuery, ConfirmIn, ProposalIn, RegisterMoveIn
from api.register.output import ChangesOut, ConfirmedOut, OneRegisterChangeOut
from api.web.access import visible_area, who
from api.web.etags import stamped, version_of
from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.scope import Right, Scope
from geodata.people.access import record_opening
from geodata.register.confirming import confirm_all
from geodata.register.finding import BESIDE, find_change, find_changes
from geodata.register.models import LIFE, RegisterChange, RegisterChangeQuerySet
from geodata.register.moving import move_on
from geodata.register.proposing import Proposal, propose


class Changes(View):
    right = Right.REGISTER

    @documented(
        "register_changes",
        _("Changes of the register"),
        {200: ChangesOut},
        query=ChangesQuery,
        problems=[404],
    )
    def get(self, request: Request) -> Response:
        """The latest first, page by page: those that wait (`state=proposed`), and what became of the others."""
        asked = ChangesQuery.read(request)
        found = list(self._asked(asked, who(request)).order_by("-pk")[: asked["limit"] + 1])
        page = found[: asked["limit"]]
        more = page[-1].pk if len(found) > len(page) else None
        told = {"results": page, "next": next_page(request, after=more)}
        return Response(ChangesOut(told).data)

    def _asked(self, asked: dict[str, Any], by: User) -> RegisterChangeQuerySet:
        changes = RegisterChange.objects.within(self.scope, by=by).select_related(*BESIDE)
        if code := asked.get("area"):
            area = visible_area(self.scope, code, on=periods.today(), field="area", right=Right.REGISTER)
            changes = changes.filter(grid=area) if area.level == "grid" else changes.about(code)
        same = {name: asked[name] for name in ("state", "kind") if name in asked}
        return (
            changes.filter(**same) if "after" not in asked else changes.filter(pk__lt=asked["after"], **same)
        )

    @documented(
        "propose_change",
        _("Propose a change of the register"),
        {200: OneRegisterChangeOut, 201: OneRegisterChangeOut},
        body=ProposalIn,
        problems=[404, 409],
    )
    def post(self, request: Request) -> Response:
        """Of a household, or a new one. 200 when the same was sent before. Whoever may confirm it has confirmed it with that."""
        Query.read(request)
        told, by = ProposalIn.read(request), who(request)
        change, new = propose(
            proposal=Proposal(**told), by=by, scope=self.scope, at=timezone.now(), today=periods.today()
        )
        return answer(change, self.scope, by, status=201 if new else 200)


class OneChange(View):
    right = Right.REGISTER

    @documented(
        "register_change",
        _("One change of the register"),
        {200: OneRegisterChangeOut},
        path=[CHANGE],
        problems=[404],
    )
    def get(self, request: Request, number: str) -> Response:
        """With what the reader may do with it."""
        Query.read(request)
        change, by = find_change(number, scope=self.scope, by=who(request)), who(request)
        if change.household:
            record_opening(change.household, by=by, at=timezone.now())
        return answer(change, self.scope, by)


class Moves(View):
    right = Right.REGISTER

    @documented(
        "register_moves",
        _("Decide about a change of the register"),
        {200: OneRegisterChangeOut},
        body=RegisterMoveIn,
        path=[CHANGE],
        problems=[404, 409, 412, 428],
    )
    def post(self, request: Request, number: str) -> Response:
        """Confirm, refuse or undo it, or take back what one has proposed. Send the version that was seen as If-Match."""
        Query.read(request)
        change, by = find_change(number, scope=self.scope, by=who(request)), who(request)
        told, version = RegisterMoveIn.read(request), version_of(request)
        done = move_on(
            told["move"],
            change=change,
            by=by,
            scope=self.scope,
            at=timezone.now(),
            today=periods.today(),
            reason=told["reason"],
            version=version,
        )
        return answer(done, self.scope, by)


class Decisions(View):
    right = Right.CONFIRM

    @documented(
        "confirm_changes",
        _("Confirm many changes of the register"),
        {200: ConfirmedOut},
        body=ConfirmIn,
        problems=[404],
    )
    def post(self, request: Request) -> Response:
        """Each by itself: what is not possible is told, and the rest is done."""
        Query.read(request)
        found = find_changes(ConfirmIn.read(request)["changes"], scope=self.scope)
        decided = confirm_all(
            changes=found,
            by=who(request),
            scope=self.scope,
            at=timezone.now(),
            today=periods.today(),
        )
        refused = [
            {"id": one.change.pk, "message": f"{one.error.message} {one.error.remedy}".strip()}
            for one in decided
            if one.error
        ]
        return Response(ConfirmedOut({"confirmed": len(decided) - len(refused), "refused": refused}).data)


def answer(change: RegisterChange, scope: Scope, by: User, *, status: int = 200) -> Response:
    change.moves = LIFE.moves_from(change, scope=scope, by=by)  # type: ignore[attr-defined]
    return stamped(Response(OneRegisterChangeOut(change).data, status=status), change.version)
