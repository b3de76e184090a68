"""Households that may be one, and saying that they are two. That they are one is a change like any other: `merged`."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.fields import TOKEN, CodeField, NextField, WholeField
from api.base.paging import next_page
from api.base.schema import documented
from api.base.serializers import Body, Query
from api.base.views import View
from api.web.access import visible_area, who
from geodata.base import periods
from geodata.base.access import refuse
from geodata.base.scope import Right
from geodata.people.models import Household
from geodata.register.comparing import REASONS, duplicates
from geodata.register.telling_apart import ask_again, tell_apart

LARGEST_ID = 999_999_999_999


class DuplicatesQuery(Query):
    area = CodeField(required=False, help_text=_("Only of this area and below."))
    limit = WholeField(least=1, most=500, default=100, help_text=_("Pairs per page."))
    after = WholeField(least=1, most=LARGEST_ID, required=False, help_text=_("As the page before says it."))


class ApartIn(Body):
    household = serializers.RegexField(TOKEN, help_text=_("The token of one of the two."))
    other = serializers.RegexField(TOKEN, help_text=_("The token of the other."))
    apart = serializers.BooleanField(default=True, help_text=_("False: ask about the two again."))


class ApartOut(serializers.Serializer[Any]):
    household = serializers.CharField(source="household.token")
    other = serializers.CharField(source="other.token")
    apart = serializers.BooleanField()


class AlikeOut(serializers.Serializer[Household]):
    token = serializers.CharField()
    number = serializers.CharField()
    head_name = serializers.CharField()
    phones = serializers.ListField(child=serializers.CharField())
    address = serializers.CharField()
    building = serializers.CharField()
    entrance = serializers.CharField()
    door = serializers.CharField()
    group = serializers.CharField()
    size = serializers.IntegerField(allow_null=True)
    occupancy = serializers.ChoiceField(Household.Occupancy.choices)
    grid = serializers.CharField(source="grid.code", default=None, allow_null=True)


class PairOut(serializers.Serializer[Any]):
    village = serializers.CharField(source="household.village.code")
    reasons = serializers.ListField(
        child=serializers.ChoiceField(list(REASONS.items())), help_text=_("What is alike besides the name.")
    )
    waits = serializers.BooleanField(help_text=_("Somebody has proposed that they be merged."))
    household = AlikeOut()
    other = AlikeOut()


class DuplicatesOut(serializers.Serializer[Any]):
    results = PairOut(many=True)
    next = NextField()


class Duplicates(View):
    right = Right.REGISTER

    @documented(
        "register_duplicates",
        _("Households that may be one"),
        {200: DuplicatesOut},
        query=DuplicatesQuery,
        problems=[404],
    )
    def get(self, request: Request) -> Response:
        """Pairs of a village of the same name by its pinyin, with the same phone, address or points 30 m apart at most."""
        asked, on = DuplicatesQuery.read(request), periods.today()
        held = self.scope.to(Right.REGISTER).to(Right.DETAILS)
        if not held.villages:
            refuse(Right.REGISTER)
        code = asked.get("area")
        area = visible_area(self.scope, code, on=on, field="area", right=Right.REGISTER) if code else None
        limit = asked["limit"]
        found = duplicates(scope=held, area=area, on=on, after=asked.get("after", 0), limit=limit + 1)
        more = found[limit - 1].id if len(found) > limit else None
        return Response(
            DuplicatesOut({"results": found[:limit], "next": next_page(request, after=more)}).data
        )


class Apart(View):
    right = Right.CONFIRM

    @documented(
        "tell_apart",
        _("Say that two households are not the same"),
        {200: ApartOut},
        body=ApartIn,
        problems=[404],
    )
    def post(self, request: Request) -> Response:
        """They are not asked about again, until somebody says so."""
        Query.read(request)
        told = ApartIn.read(request)
        verb = tell_apart if told["apart"] else ask_again
        said = verb(
            token=told["household"], other=told["other"], by=who(request), scope=self.scope, at=timezone.now()
        )
        return Response(ApartOut(said).data)
