"""Lists of departments compared with what we hold, and their lines as worklists."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.fields import LARGEST_ID, CodeField, DayField, NextField, TextField, WholeField
from api.base.schema import ENTITLEMENT_LIST, LIST_LINE, documented
from api.base.serializers import Body, Query
from api.base.views import View
from api.entitlements.input import policy_field
from api.entitlements.output import OneEntitlementOut
from api.entitlements.views import answer, paged
from api.web.access import who
from geodata.base import periods
from geodata.base.errors import NotFound
from geodata.base.scope import Right
from geodata.entitlements.comparing import MOST, Line, Listed, compare_list, take_over
from geodata.entitlements.list_models import ListRow, ListRun
from geodata.entitlements.words import Finding


class ListLineIn(serializers.Serializer[Any]):
    number = TextField(max_length=30)
    name = TextField(max_length=60)
    village = TextField(max_length=60, allow_blank=True, default="", help_text=_("Its code or its name."))
    amount = serializers.DecimalField(max_digits=10, decimal_places=2, min_value=0, required=False)


class ListIn(Body):
    policy = policy_field()
    area = CodeField(help_text=_("The area that the list is of."))
    as_of = DayField()
    name = TextField(max_length=100, allow_blank=True, default="")
    lines = serializers.ListField(child=ListLineIn(), min_length=1, max_length=MOST)


class ListsQuery(Query):
    limit = WholeField(least=1, most=100, default=50, help_text=_("Lists per page."))
    after = WholeField(least=1, most=LARGEST_ID, required=False, help_text=_("As the page before says it."))


class LinesQuery(Query):
    finding = serializers.ChoiceField(
        Finding.choices, required=False, help_text=_("Only lines of which that was found.")
    )
    limit = WholeField(least=1, most=500, default=100, help_text=_("Lines per page."))
    after = WholeField(least=1, most=LARGEST_ID, required=False, help_text=_("As the page before says it."))


class ListOut(serializers.Serializer[ListRun]):
    """`rows = both + only_there + unknown`; beside them what we hold and the list has not."""

    id = serializers.IntegerField()
    policy = serializers.CharField(source="policy.code")
    area = serializers.CharField(source="area.code")
    as_of = serializers.DateField()
    name = serializers.CharField()
    rows = serializers.IntegerField()
    both = serializers.IntegerField()
    only_there = serializers.IntegerField()
    unknown = serializers.IntegerField()
    only_here = serializers.IntegerField()
    at = serializers.DateTimeField()


class ListsOut(serializers.Serializer[Any]):
    results = ListOut(many=True)
    next = NextField()


class ListLineOut(serializers.Serializer[ListRow]):
    id = serializers.IntegerField()
    line = serializers.IntegerField(allow_null=True, help_text=_("None: we hold it and the list has not."))
    number = serializers.CharField()
    name = serializers.CharField()
    village = serializers.CharField(source="village.code", default=None, allow_null=True)
    amount = serializers.DecimalField(max_digits=10, decimal_places=2, allow_null=True)
    finding = serializers.ChoiceField(Finding.choices)
    entitlement = serializers.IntegerField(source="entitlement_id", allow_null=True)
    state = serializers.CharField(source="entitlement.state", default=None, allow_null=True)

    def to_representation(self, row: ListRow) -> dict[str, Any]:
        told = super().to_representation(row)
        if row.line is None and row.household is not None:
            told |= {"number": row.household.number, "name": row.household.head_name}
        return told


class ListLinesOut(serializers.Serializer[Any]):
    results = ListLineOut(many=True)
    next = NextField()


class Lists(View):
    right = Right.ENTITLE

    @documented("entitlement_lists", _("Lists of departments"), {200: ListsOut}, query=ListsQuery)
    def get(self, request: Request) -> Response:
        """The newest first, page by page: of your department, and of areas that you hold whole."""
        asked = ListsQuery.read(request)
        found = ListRun.objects.within(self.scope).select_related("policy", "area")
        return Response(ListsOut(paged(request, found, asked)).data)

    @documented(
        "compare_entitlement_list",
        _("Compare a list of a department"),
        {201: ListOut},
        body=ListIn,
        problems=[404],
    )
    def post(self, request: Request) -> Response:
        """Households are found by number, village and name together, nobody by a name alone."""
        Query.read(request)
        told = ListIn.read(request)
        lines = [Line(**line) for line in told.pop("lines")]
        run = compare_list(
            listed=Listed(lines=lines, **told), by=who(request), scope=self.scope, at=timezone.now(),
            today=periods.today(),
        )  # fmt: skip
        return Response(ListOut(run).data, status=201)


class ListLines(View):
    right = Right.ENTITLE

    @documented(
        "entitlement_list_lines",
        _("The lines of a list"),
        {200: ListLinesOut},
        path=[ENTITLEMENT_LIST],
        query=LinesQuery,
        problems=[404],
    )
    def get(self, request: Request, number: str) -> Response:
        """What is only there, only here, both, or nobody's: those that you may see, page by page."""
        asked = LinesQuery.read(request)
        found = ListRow.objects.within(self.scope).filter(run=int(number))
        if not found.exists():
            raise NotFound(number)
        if "finding" in asked:
            found = found.filter(finding=asked["finding"])
        rows = found.select_related("village", "household", "entitlement")
        return Response(ListLinesOut(paged(request, rows, asked)).data)


class TakeOver(View):
    right = Right.ENTITLE

    @documented(
        "take_over_line",
        _("Take over a line of a list"),
        {200: OneEntitlementOut},
        path=[LIST_LINE],
        problems=[404, 409],
    )
    def post(self, request: Request, number: str) -> Response:
        """What is granted there is granted here."""
        Query.read(request)
        by = who(request)
        made = take_over(key=int(number), by=by, scope=self.scope, at=timezone.now(), today=periods.today())
        return answer(made.pk, self.scope, by)
