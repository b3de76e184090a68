"""One visit: its versions, correcting, voiding and undoing it."""

import uuid
from typing import Any

from django.utils import timezone
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.schema import IF_MATCH, VISIT, documented
from api.base.serializers import Query
from api.base.views import View
from api.visits.input import VisitIn, VoidIn
from api.visits.output import OneVisit
from api.visits.views import receipt, report_of
from api.web.access import who
from api.web.errors import VersionMissing
from geodata.base import periods
from geodata.base.scope import Right
from geodata.visits.models import Visit
from geodata.visits.opening import open_visit
from geodata.visits.permissions import check_change, version_of, visible_visit
from geodata.visits.record import correct_visit, left_out, void_visit
from geodata.visits.sending import undo_own_visit


class OneVisitView(View):
    """Without a right of its own: whoever entered a visit reads it, wherever its household is by now."""

    @documented("one_visit", _("One visit"), {200: OneVisit}, path=[VISIT], problems=[404])
    def get(self, request: Request, visit: uuid.UUID) -> Response:
        """A visit with its state; `corrects` and `corrected_by` lead to its other versions."""
        Query.read(request)
        return answer(open_visit(visit, by=who(request), scope=self.scope, at=timezone.now()))

    @documented(
        "correct_visit",
        _("Correct a visit"),
        {200: OneVisit, 201: OneVisit},
        body=VisitIn,
        path=[VISIT, IF_MATCH],
        problems=[404, 409, 412, 428],
    )
    def put(self, request: Request, visit: uuid.UUID) -> Response:
        """A new version in its place, with a `client_id` of its own; the former one stays on record.

        The same correction again is the same version: 201 first, then 200.
        """
        former = visible_visit(visit, scope=self.scope)
        check_change(former, by=who(request), scope=self.scope, on=periods.today())
        Query.read(request)
        seen, body, by = version_seen(request), VisitIn.read(request), who(request)
        body.pop("phone_time")
        client_id, report = body.pop("client_id"), report_of(former.household, body)
        corrected, new = correct_visit(
            visit=former,
            client_id=client_id,
            report=report,
            by=by,
            scope=self.scope,
            at=timezone.now(),
            today=periods.today(),
            seen=seen,
        )
        return answer(corrected, receipt(report, former.household.token), status=201 if new else 200)


class VoidVisit(View):
    right = Right.VISIT

    @documented(
        "void_visit",
        _("Void a visit"),
        {200: OneVisit},
        body=VoidIn,
        path=[VISIT, IF_MATCH],
        problems=[404, 409, 412, 428],
    )
    def post(self, request: Request, visit: uuid.UUID) -> Response:
        """Take a visit out of all figures, with a reason. It stays on record."""
        former = visible_visit(visit, scope=self.scope)
        check_change(former, by=who(request), scope=self.scope, on=periods.today())
        Query.read(request)
        seen, body = version_seen(request), VoidIn.read(request)
        voided = void_visit(
            visit=former,
            reason=body["reason"],
            by=who(request),
            scope=self.scope,
            at=timezone.now(),
            today=periods.today(),
            seen=seen,
        )
        return answer(voided, {"left_out": left_out(body["reason"])})


class UndoVisit(View):
    """Without a right of its own: whoever entered it takes it back, wherever its household is by now."""

    @documented("undo_visit", _("Undo a visit"), {200: OneVisit}, path=[VISIT], problems=[404, 409])
    def post(self, request: Request, visit: uuid.UUID) -> Response:
        """Shortly after, whoever entered a visit takes it back: it is voided as undone. 409 when it is too late."""
        Query.read(request)
        return answer(undo_own_visit(visit, by=who(request), at=timezone.now()))


def version_seen(request: Request) -> str:
    """The version that If-Match names. Raises VersionMissing without one."""
    tags: list[str] = parse_etags(request.headers.get("If-Match", ""))
    if not tags:
        raise VersionMissing
    return tags[0].removeprefix("W/").strip('"')


def answer(visit: Visit, notes: dict[str, str] | None = None, **more: Any) -> Response:
    return Response(
        OneVisit(visit).data | (notes or {}), headers={"ETag": quote_etag(version_of(visit))}, **more
    )
