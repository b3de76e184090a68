"""What an election changes in a village: its consequences first, then all of it at once."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.schema import documented
from api.base.serializers import Query
from api.base.views import View
from api.turnover.input import SaveTurnoverIn, TurnoverIn
from api.turnover.output import TurnoverOut
from api.web.access import who
from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import NotFound
from geodata.base.scope import Right, Scope
from geodata.posts.queries import areas_of
from geodata.turnover.asked import Fill, Leave, Turnover
from geodata.turnover.turning import preview, turn_over


class Preview(View):
    @documented(
        "turnover_preview",
        _("Count what a turnover would do"),
        {200: TurnoverOut},
        body=TurnoverIn,
        problems=[404, 409],
    )
    def post(self, request: Request) -> Response:
        """Nothing is changed. What stands against it is told as saving would tell it."""
        Query.read(request)
        asked = _asked(self.scope, TurnoverIn.read(request))
        outcome = preview(asked, by=who(request), scope=self.scope, today=periods.today())
        return Response(TurnoverOut(outcome).data)


class Save(View):
    @documented(
        "turnover",
        _("Record the turnover of a village"),
        {200: TurnoverOut},
        body=SaveTurnoverIn,
        problems=[404, 409, 412],
    )
    def post(self, request: Request) -> Response:
        """Posts end and begin, members leave, their households are handed over: all of it, or nothing.

        Corrected afterwards: the hand-over is a step that can be undone, posts are filled and ended one by one.
        """
        Query.read(request)
        body = SaveTurnoverIn.read(request)
        asked, on = _asked(self.scope, body), periods.today()
        outcome = turn_over(asked, seen=body["seen"], by=who(request), scope=self.scope, today=on)
        return Response(TurnoverOut(outcome).data)


def _asked(scope: Scope, body: dict[str, Any]) -> Turnover:
    """Of the areas whose posts somebody with that scope sees."""
    if not (scope.may(Right.APPOINT) or scope.may(Right.ACCOUNTS)):
        require(scope, Right.APPOINT)
    village = areas_of(scope).on(periods.today()).filter(code=body["village"]).first()
    if village is None:
        raise NotFound(body["village"], field="village", value=body["village"])
    return Turnover(
        village=village,
        on=body["on"],
        ends=tuple(body["ends"]),
        fills=tuple(Fill(**fill) for fill in body["fills"]),
        leaves=tuple(Leave(**leave) for leave in body["leaves"]),
    )
