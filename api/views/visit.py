"""One visit: its versions, correcting, voiding and undoing it."""

import uuid
from typing import Any

from django.utils import timezone
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.errors import VersionMissing
from api.permissions import require, who
from api.schema import IF_MATCH, VISIT, documented
from api.serializers.base import Query
from api.serializers.visits import OneVisit, VisitBody, VoidBody
from api.views.base import View
from api.views.visits import report_of, told_of
from geodata import periods
from geodata.errors import NotFound
from geodata.people.models import Household
from geodata.territory.scope import Right, Scope
from geodata.visits.changing import check_change, version_of
from geodata.visits.companions import check_visitors
from geodata.visits.models import Visit
from geodata.visits.record import correct_visit, left_out, undo_visit, void_visit
from geodata.visits.sending import own_visit


class OneVisitView(View):
    """Without a right of its own: whoever entered a visit reads it, wherever its household is by now."""

    @documented("one_visit", _("One visit"), {200: OneVisit}, path=[VISIT], problems=[404])
    def get(self, request: Request, visit: uuid.UUID) -> Response:
        """A visit with its state; `corrects` and `corrected_by` lead to its other versions."""
        Query.read(request)
        return answer(own_visit(visit, by=who(request)) or visible_visit(self.scope, visit))

    @documented(
        "correct_visit",
        _("Correct a visit"),
        {200: OneVisit, 201: OneVisit},
        body=VisitBody,
        path=[VISIT, IF_MATCH],
        problems=[404, 409, 412, 428],
    )
    def put(self, request: Request, visit: uuid.UUID) -> Response:
        """A new version in its place, with a `client_id` of its own; the former one stays on record.

        The same correction again is the same version: 201 first, then 200.
        """
        found = changeable(self, visit)
        Query.read(request)
        seen, told, by = version_seen(request), VisitBody.read(request), who(request)
        told.pop("phone_time")
        client_id, report = told.pop("client_id"), report_of(found.household, told)
        check_visitors(household=found.household, visitors=report.visitors, by=by, on=report.day)
        made, new = correct_visit(
            visit=found,
            client_id=client_id,
            report=report,
            by=by,
            at=timezone.now(),
            today=periods.today(),
            seen=seen,
        )
        return answer(made, told_of(report, found.household.token), status=201 if new else 200)


class VoidVisit(View):
    right = Right.VISIT

    @documented(
        "void_visit",
        _("Void a visit"),
        {200: OneVisit},
        body=VoidBody,
        path=[VISIT, IF_MATCH],
        problems=[404, 409, 412, 428],
    )
    def post(self, request: Request, visit: uuid.UUID) -> Response:
        """Take a visit out of all figures, with a reason. It stays on record."""
        found = changeable(self, visit)
        Query.read(request)
        seen, told = version_seen(request), VoidBody.read(request)
        voided = void_visit(visit=found, reason=told["reason"], seen=seen)
        return answer(voided, {"left_out": left_out(told["reason"])})


class UndoVisit(View):
    """Without a right of its own: whoever entered it takes it back, wherever its household is by now."""

    @documented("undo_visit", _("Undo a visit"), {200: OneVisit}, path=[VISIT], problems=[404, 409])
    def post(self, request: Request, visit: uuid.UUID) -> Response:
        """Within a minute, whoever entered a visit takes it back: it is voided as undone."""
        Query.read(request)
        found = own_visit(visit, by=who(request))
        if found is None:
            raise NotFound(str(visit))
        return answer(undo_visit(visit=found, at=timezone.now()))


def visible_visit(scope: Scope, client_id: uuid.UUID) -> Visit:
    """The visit of that id, if its household's details may be seen."""
    require(scope, Right.DETAILS)
    inside = Household.objects.within(scope.to(Right.DETAILS))
    found = Visit.objects.filter(client_id=client_id, household__in=inside)
    visit = found.select_related("household", "corrects", "entered_by").first()
    if visit is None:
        raise NotFound(str(client_id))
    return visit


def changeable(view: View, client_id: uuid.UUID) -> Visit:
    found = visible_visit(view.scope, client_id)
    check_change(found, by=who(view.request), scope=view.scope, on=periods.today())
    return found


def version_seen(request: Request) -> str:
    """The version that If-Match names. Raises VersionMissing without one."""
    tags: list[str] = parse_etags(request.headers.get("If-Match", ""))
    if not tags:
        raise VersionMissing
    return tags[0].removeprefix("W/").strip('"')


def answer(visit: Visit, told: dict[str, str] | None = None, **more: Any) -> Response:
    return Response(
        OneVisit(visit).data | (told or {}), headers={"ETag": quote_etag(version_of(visit))}, **more
    )
