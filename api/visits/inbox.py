"""The visit inbox: handing in what was not accepted, what became of it, and the office's decision."""

import uuid

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.schema import HELD, documented
from api.base.serializers import Query
from api.base.views import View
from api.visits.input import AcceptIn, HandInIn, RefuseIn, SentIn
from api.visits.output import DecisionOut, HeldLines, SentLines
from api.visits.views import receipt, report_of
from api.web.access import who
from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import NotFound
from geodata.base.scope import Right
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
        waiting = HeldVisit.objects.within(self.scope).waiting().select_related("maker", "village")
        return Response(HeldLines({"results": waiting.order_by("received_at", "pk")[:MOST]}).data)

    @documented(
        "hand_in_visit",
        _("Submit a visit to the inbox"),
        {200: DecisionOut, 201: DecisionOut},
        body=HandInIn,
        problems=[403, 404, 409],
    )
    def post(self, request: Request) -> Response:
        """For a visit that was refused: it is recorded if it can be by now, else it waits for the office of the village (201).

        The same `client_id` and content again tells what became of it.
        """
        Query.read(request)
        body, now = HandInIn.read(request), timezone.now()
        body.pop("phone_time")
        sent = Sent(body.pop("client_id"), body.pop("household"), report_of(None, body))
        handed_in = hand_in(sent=sent, by=who(request), scope=self.scope, at=now, today=periods.today())
        return Response(
            became(handed_in) | receipt(sent.report, sent.token),
            status=201 if isinstance(handed_in, HeldVisit) and handed_in.received_at == now else 200,
        )


class WithdrawHeld(View):
    @documented(
        "withdraw_held_visit",
        _("Withdraw a visit from the inbox"),
        {200: DecisionOut},
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
        {200: DecisionOut},
        body=AcceptIn,
        path=[HELD],
        problems=[404, 409],
    )
    def post(self, request: Request, held: uuid.UUID) -> Response:
        """It is recorded in its maker's name."""
        line = _held(self, held)
        Query.read(request)
        body, by = AcceptIn.read(request), who(request)
        visit = accept(
            held=line,
            by=by,
            scope=self.scope,
            at=timezone.now(),
            today=periods.today(),
            day=body.get("day"),
            alone=body["alone"],
        )
        return Response(became(visit))


class RefuseHeld(View):
    right = Right.LINK

    @documented(
        "refuse_held_visit",
        _("Refuse a visit of the inbox"),
        {200: DecisionOut},
        body=RefuseIn,
        path=[HELD],
        problems=[404, 409],
    )
    def post(self, request: Request, held: uuid.UUID) -> Response:
        """It stays on record with the reason, and its maker is told."""
        line = _held(self, held)
        Query.read(request)
        body, by = RefuseIn.read(request), who(request)
        refused = refuse(held=line, by=by, scope=self.scope, reason=body["reason"], at=timezone.now())
        return Response(became(refused))


class SentVisits(View):
    @documented("sent_visits", _("What became of visits that were sent"), {200: SentLines}, body=SentIn)
    def post(self, request: Request) -> Response:
        """By their ids: what a phone counts, as the service has it. Ids that the service never got are left out."""
        Query.read(request)
        lines = states_of(SentIn.read(request)["ids"], by=who(request))
        names = ("client_id", "state", "reason")
        return Response(SentLines({"results": [dict(zip(names, line, strict=True)) for line in lines]}).data)


def became(visit: Visit | HeldVisit) -> dict[str, object]:
    if isinstance(visit, HeldVisit):
        return dict(DecisionOut(visit).data)
    state = "voided" if visit.state == Visit.State.VOIDED else "recorded"
    decision = {
        "client_id": visit.client_id,
        "body_hash": visit.body_hash,
        "state": state,
        "reason": visit.void_reason,
    }
    return dict(DecisionOut(decision).data)


def _held(view: View, client_id: uuid.UUID) -> HeldVisit:
    line = HeldVisit.objects.within(view.scope).filter(client_id=client_id).first()
    if line is None:
        raise NotFound(str(client_id))
    return line
