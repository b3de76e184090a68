"""The care records of a household: where each stands, and the moves of those that are on their way into force."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.schema import TOKEN, documented
from api.base.serializers import Query
from api.base.views import View
from api.people.input import CareMoveIn
from api.people.output import CareLineOut, CareLinesOut
from api.web.access import who
from geodata.base import periods
from geodata.base.scope import Right
from geodata.people.access import open_household
from geodata.people.care_lines import care_of
from geodata.people.caring import find_record, move_care


class Care(View):
    right = Right.DETAILS

    @documented("care", _("Care records of a household"), {200: CareLinesOut}, path=[TOKEN], problems=[404])
    def get(self, request: Request, token: str) -> Response:
        """In force, on their way and former. They begin, are verified and end by changes of the register."""
        Query.read(request)
        by = who(request)
        household = open_household(token, by=by, scope=self.scope, at=timezone.now(), right=Right.DETAILS)
        lines = care_of(household, on=periods.today(), scope=self.scope, by=by)
        return Response(CareLinesOut({"household": household.token, "results": lines}).data)


class CareMoves(View):
    right = Right.CONFIRM

    @documented(
        "move_care",
        _("Move a care record on"),
        {200: CareLineOut},
        body=CareMoveIn,
        path=[TOKEN],
        problems=[404, 409],
    )
    def post(self, request: Request, token: str) -> Response:
        """A step further on the way into force: propose, review, notice, enforce; or drop it with a reason."""
        Query.read(request)
        told, by = CareMoveIn.read(request), who(request)
        record = find_record(token, told.pop("record"), scope=self.scope)
        today = periods.today()
        move_care(record=record, by=by, scope=self.scope, on=today, at=timezone.now(), **told)
        lines = care_of(record.household, on=today, scope=self.scope, by=by)
        return Response(CareLineOut(next(line for line in lines if line.record.pk == record.pk)).data)
