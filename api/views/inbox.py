"""The visit inbox: handing in what was not accepted, what became of it, and the office's decision."""

import uuid

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.permissions import require, who
from api.recording import record
from api.schema import HELD, documented
from api.serializers.base import Query
from api.serializers.inbox import (
    AcceptBody,
    DecisionShape,
    HandInBody,
    HeldLines,
    RefuseBody,
    SentBody,
    SentLines,
)
from api.views.base import View
from api.views.visits import report_of, told_of
from geodata import periods
from geodata.audit.models import AccessEntry
from geodata.errors import NotFound
from geodata.territory.scope import Right
from geodata.visits.held import HeldVisit
from geodata.visits.inbox import accept, hand_in, refuse, states_of, withdraw
from geodata.visits.models import Visit
from geodata.visits.sending import Sent

MOST = 200


class Inbox(View):
    """Reading is for those who say who looks after whom; handing in is for everybody who ever visited."""

    @documented("visit_inbox", _("The visit inbox"), {200: HeldLines}, problems=[403])
    def get(self, request: Request) -> Response:
        """Visits that wait for your decision, the oldest first."""
        Query.read(request)
        require(self.scope, Right.LINK)
        found = HeldVisit.objects.within(self.scope).waiting().select_related("maker", "village")
        return Response(HeldLines({"results": found.order_by("received_at", "pk")[:MOST]}).data)

    @documented(
        "hand_in_visit",
        _("Hand a visit in"),
        {200: DecisionShape, 201: DecisionShape},
        body=HandInBody,
        problems=[403, 404, 409],
    )
    def post(self, request: Request) -> Response:
        """For a visit that was refused: it is recorded if it can be by now, else it waits for the office of the village (201).

        The same `client_id` and content again tells what became of it.
        """
        Query.read(request)
        told, now = HandInBody.read(request), timezone.now()
        told.pop("phone_time")
        sent = Sent(told.pop("client_id"), told.pop("household"), report_of(None, told))
        found = hand_in(sent=sent, by=who(request), scope=self.scope, at=now, today=periods.today())
        return Response(
            became(found) | told_of(sent.report, sent.token),
            status=201 if isinstance(found, HeldVisit) and found.received_at == now else 200,
        )


class WithdrawHeld(View):
    @documented(
        "withdraw_held_visit",
        _("Withdraw a visit from the inbox"),
        {200: DecisionShape},
        path=[HELD],
        problems=[404, 409],
    )
    def post(self, request: Request, held: uuid.UUID) -> Response:
        """Whoever handed it in takes it back while it waits."""
        Query.read(request)
        return Response(became(withdraw(client_id=held, by=who(request), at=timezone.now())))


class AcceptHeld(View):
    right = Right.LINK

    @documented(
        "accept_held_visit",
        _("Accept a visit of the inbox"),
        {200: DecisionShape},
        body=AcceptBody,
        path=[HELD],
        problems=[404, 409],
    )
    def post(self, request: Request, held: uuid.UUID) -> Response:
        """It is recorded in its maker's name."""
        line = _held(self, held)
        Query.read(request)
        told, by = AcceptBody.read(request), who(request)
        made = accept(
            held=line,
            by=by,
            scope=self.scope,
            at=timezone.now(),
            today=periods.today(),
            day=told.get("day"),
            alone=told["alone"],
        )
        record(
            request, AccessEntry.Action.VISIT_DECIDED, by, subject=line.token, details={"state": "accepted"}
        )
        return Response(became(made))


class RefuseHeld(View):
    right = Right.LINK

    @documented(
        "refuse_held_visit",
        _("Refuse a visit of the inbox"),
        {200: DecisionShape},
        body=RefuseBody,
        path=[HELD],
        problems=[404, 409],
    )
    def post(self, request: Request, held: uuid.UUID) -> Response:
        """It stays on record with the reason, and its maker is told."""
        line = _held(self, held)
        Query.read(request)
        told, by = RefuseBody.read(request), who(request)
        found = refuse(held=line, by=by, reason=told["reason"], at=timezone.now())
        record(
            request, AccessEntry.Action.VISIT_DECIDED, by, subject=line.token, details={"state": "refused"}
        )
        return Response(became(found))


class SentVisits(View):
    @documented("sent_visits", _("What became of visits that were sent"), {200: SentLines}, body=SentBody)
    def post(self, request: Request) -> Response:
        """By their ids: what a phone counts, as the service has it. Ids that the service never got are left out."""
        Query.read(request)
        found = states_of(SentBody.read(request)["ids"], by=who(request))
        names = ("client_id", "state", "reason")
        return Response(SentLines({"results": [dict(zip(names, line, strict=True)) for line in found]}).data)


def became(found: Visit | HeldVisit) -> dict[str, object]:
    if isinstance(found, HeldVisit):
        return dict(DecisionShape(found).data)
    state = "voided" if found.state == Visit.State.VOIDED else "recorded"
    told = {
        "client_id": found.client_id,
        "body_hash": found.body_hash,
        "state": state,
        "reason": found.void_reason,
    }
    return dict(DecisionShape(told).data)


def _held(view: View, client_id: uuid.UUID) -> HeldVisit:
    found = HeldVisit.objects.within(view.scope).filter(client_id=client_id).first()
    if found is None:
        raise NotFound(str(client_id))
    return found
