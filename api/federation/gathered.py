"""The coverage that was gathered from other installations."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.fields import DayField
from api.base.schema import documented
from api.base.serializers import Query
from api.base.views import View
from geodata.base.scope import Right
from geodata.federation.gathered import Gathered, gathered, last_day_over
from geodata.federation.words import Outcome


class GatheredQuery(Query):
    on = DayField(required=False, help_text=_("The day; yesterday if left out."))


class GatheredLine(serializers.Serializer[Any]):
    child = serializers.CharField(help_text=_("The installation that told it."))
    area = serializers.CharField()
    name = serializers.CharField()
    day = serializers.DateField(
        allow_null=True, help_text=_("The last day up to the one asked for that it told.")
    )
    late = serializers.BooleanField()
    counts = serializers.DictField(
        help_text=_("By figure: a number, or the sign of one that the installation hid.")
    )
    outcome = serializers.ChoiceField(
        Outcome.choices, allow_null=True, help_text=_("How fetching went the last time.")
    )
    refused_day = serializers.DateField(allow_null=True)


class GatheredSum(serializers.Serializer[Any]):
    told = serializers.IntegerField(help_text=_("The sum of the numbers that were told."))
    hidden = serializers.IntegerField(help_text=_("How many installations hid theirs."))
    missing = serializers.IntegerField(help_text=_("How many told nothing of it."))


class GatheredOut(serializers.Serializer[Any]):
    on = serializers.DateField()
    late = serializers.IntegerField()
    sums = serializers.DictField(child=GatheredSum())
    results = GatheredLine(many=True)


class GatheredCoverageOfAll(View):
    right = Right.COUNTS

    @documented("gathered_coverage", _("Gathered coverage"), {200: GatheredOut}, query=GatheredQuery)
    def get(self, request: Request) -> Response:
        """Counties of other installations as these published them, with their sum: those that lie in one's own area.

        What an installation hid is in no sum. One that has not told the day is late, and stands with the last day that it told.
        """
        on = GatheredQuery.read(request).get("on") or last_day_over()
        return Response(GatheredOut(_told(gathered(scope=self.scope, on=on))).data)


def _told(answer: Gathered) -> dict[str, Any]:
    return {"on": answer.on, "late": answer.late, "sums": answer.sums, "results": answer.lines}
