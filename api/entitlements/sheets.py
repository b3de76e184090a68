"""A household's own sheet: what its policy card is worth, printing it, and noting that it was handed over."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.schema import TOKEN, documented
from api.base.serializers import Body, Query
from api.base.views import View
from api.web.access import who
from geodata.base import periods
from geodata.base.access import refuse
from geodata.base.scope import Right
from geodata.entitlements.sheet import SheetState, hand_over, may_print, print_sheet, standing
from geodata.entitlements.sheet_models import CardLine
from geodata.people.access import find_household, record_opening
from geodata.people.models import Household


class SheetLineOut(serializers.Serializer[CardLine]):
    entitlement = serializers.IntegerField(source="entitlement_id")
    policy = serializers.CharField(source="entitlement.policy.code")
    version = serializers.IntegerField(source="policy_version.number")
    named = serializers.BooleanField(
        help_text=_("False: it tells of a care category, and the household has not agreed to print it.")
    )


class SheetOut(serializers.Serializer[dict[str, Any]]):
    """The latest policy card; without lines it is a leaflet. `state` is null where nothing is confirmed, so that none is needed."""

    enabled = serializers.BooleanField(
        help_text=_("Whether sheets of single households are printed in this county.")
    )
    state = serializers.ChoiceField(SheetState.choices, allow_null=True)
    printed_on = serializers.DateField(allow_null=True)
    delivered_on = serializers.DateField(allow_null=True)
    lines = SheetLineOut(many=True)


class SheetIn(Body):
    move = serializers.ChoiceField([("print", _("print")), ("hand_over", _("hand over"))])
    agreed = serializers.BooleanField(
        required=False,
        default=False,
        help_text=_("The household agrees today that policies are named which tell of a care category."),
    )


class HouseholdSheet(View):
    right = Right.ENTITLE

    @documented(
        "household_sheet", _("The policy card of a household"), {200: SheetOut}, path=[TOKEN], problems=[404]
    )
    def get(self, request: Request, token: str) -> Response:
        """For whoever follows entitlements there and sees names. Opening it is on record."""
        Query.read(request)
        home = find_household(token, scope=self.scope, right=Right.ENTITLE)
        if not may_print(home, self.scope):
            refuse(Right.ENTITLE)
        record_opening(home, by=who(request), at=timezone.now())
        return self._answer(home)

    @documented(
        "move_household_sheet",
        _("Print a household's sheet, or note that it was handed over"),
        {200: SheetOut},
        body=SheetIn,
        path=[TOKEN],
        problems=[404, 409],
    )
    def post(self, request: Request, token: str) -> Response:
        """The paper itself is made on the household's page. What waits is handed over, else the leaflet was. Twice is once."""
        Query.read(request)
        told, by, now, on = SheetIn.read(request), who(request), timezone.now(), periods.today()
        if told["move"] == "print":
            sheet = print_sheet(
                household=token, agreed=told["agreed"], by=by, scope=self.scope, at=now, on=on
            )
            return self._answer(sheet.household)
        card = hand_over(household=token, by=by, scope=self.scope, at=now, on=on)
        return self._answer(card.household)

    def _answer(self, home: Household) -> Response:
        now = standing(home, scope=self.scope)
        lines = (
            CardLine.objects.within(self.scope).filter(card=now.card) if now.card else CardLine.objects.none()
        )
        told = {
            "enabled": settings.POLICY_SHEETS,
            "state": now.state,
            "printed_on": now.card.printed_on if now.card else None,
            "delivered_on": now.card.delivered_on if now.card else None,
            "lines": lines.select_related("entitlement__policy", "policy_version").order_by("pk"),
        }
        return Response(SheetOut(told).data)
