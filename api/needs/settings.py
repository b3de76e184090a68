"""Categories and deadlines of needs, as the county's office sets them: each change on the version of all of them that was seen."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.schema import IF_MATCH, documented
from api.base.serializers import Query
from api.base.views import View
from api.needs.input import DeadlineEnd, DeadlineIn, NeedCategoryEnd, NeedCategoryIn
from api.needs.output import NeedCategoryOut
from api.web.access import visible_area, who
from api.web.etags import stamped, version_of
from geodata.base import periods
from geodata.base.scope import Right, Scope
from geodata.needs.setting import (
    Deadline,
    Named,
    add_need_category,
    change_need_category,
    end_need_category,
    end_need_rule,
    need_rules_of,
    set_need_rule,
    settings_version,
)
from geodata.needs.settings_models import DeadlineUnit, Late, NeedCategory, NeedRule
from geodata.needs.words import Level, Urgency

CHANGING: dict[str, Any] = {"path": [IF_MATCH], "problems": [404, 409, 412, 428]}


class CategoryRow(NeedCategoryOut):
    """A category with the days on which needs are recorded under it."""

    first = serializers.DateField(source="period.lower", allow_null=True)
    after = serializers.DateField(
        source="period.upper", allow_null=True, help_text=_("The first day no more.")
    )


class DeadlineRow(serializers.Serializer[NeedRule]):
    """By when needs of an urgency are settled at a level; of the nearest area and the category first."""

    id = serializers.IntegerField()
    area = serializers.CharField(source="area.code", default=None, allow_null=True)
    category = serializers.CharField(source="category.code", default=None, allow_null=True)
    urgency = serializers.ChoiceField(Urgency.choices)
    level = serializers.ChoiceField(Level.choices)
    amount = serializers.IntegerField()
    unit = serializers.ChoiceField(DeadlineUnit.choices)
    remind = serializers.IntegerField()
    late = serializers.ChoiceField(Late.choices)
    first = serializers.DateField(source="period.lower", allow_null=True)
    after = serializers.DateField(
        source="period.upper", allow_null=True, help_text=_("The first day no more.")
    )


class NeedSettingsOut(serializers.Serializer[Any]):
    categories = CategoryRow(many=True)
    deadlines = DeadlineRow(many=True)


class NeedSettings(View):
    right = Right.RULES

    @documented("need_settings", _("Categories and deadlines of needs"), {200: NeedSettingsOut})
    def get(self, request: Request) -> Response:
        """All categories, also ended ones, and the deadlines that hold today or later. Send the ETag as If-Match with a change."""
        Query.read(request)
        told = {
            "categories": NeedCategory.objects.select_related("department"),
            "deadlines": need_rules_of(self.scope.to(Right.RULES), on=periods.today()),
        }
        return stamped(Response(NeedSettingsOut(told).data), settings_version())


def _named(request: Request, scope: Scope, verb: Callable[..., NeedCategory]) -> NeedCategory:
    """A category as the body calls it, added or changed on what was seen."""
    told, seen = NeedCategoryIn.read(request), version_of(request)
    code, today = told.pop("code"), periods.today()
    return verb(code=code, values=Named(**told), by=who(request), scope=scope, today=today, seen=seen)


class AddNeedCategory(View):
    right = Right.RULES

    @documented(
        "add_need_category", _("Add a need category"), {201: CategoryRow}, body=NeedCategoryIn, **CHANGING
    )
    def post(self, request: Request) -> Response:
        """Needs are recorded under it from today on; the code never changes."""
        Query.read(request)
        return _answer(CategoryRow(_named(request, self.scope, add_need_category)), 201)


class ChangeNeedCategory(View):
    right = Right.RULES

    @documented(
        "change_need_category",
        _("Change a need category"),
        {200: CategoryRow},
        body=NeedCategoryIn,
        **CHANGING,
    )
    def post(self, request: Request) -> Response:
        """How the one with that code is called, and which department usually gets such needs."""
        Query.read(request)
        return _answer(CategoryRow(_named(request, self.scope, change_need_category)))


class EndNeedCategory(View):
    right = Right.RULES

    @documented(
        "end_need_category", _("End a need category"), {200: CategoryRow}, body=NeedCategoryEnd, **CHANGING
    )
    def post(self, request: Request) -> Response:
        """From today on nothing is recorded under it. Needs under way go on."""
        Query.read(request)
        told, seen = NeedCategoryEnd.read(request), version_of(request)
        on = None if told["again"] else periods.today()
        return _answer(
            CategoryRow(
                end_need_category(code=told["code"], on=on, by=who(request), scope=self.scope, seen=seen)
            )
        )


class SetDeadline(View):
    right = Right.RULES

    @documented(
        "set_need_deadline", _("Set a deadline of needs"), {201: DeadlineRow}, body=DeadlineIn, **CHANGING
    )
    def post(self, request: Request) -> Response:
        """In an area from a day on; the one before it ends there. Deadlines counted since that day are reckoned anew."""
        Query.read(request)
        told, seen, today = DeadlineIn.read(request), version_of(request), periods.today()
        area = visible_area(self.scope, told.pop("area"), right=Right.RULES, on=today, field="area")
        since = told.pop("since")
        rule = set_need_rule(
            told=Deadline(**told),
            area=area,
            since_day=since,
            today=today,
            by=who(request),
            scope=self.scope,
            seen=seen,
        )
        return _answer(DeadlineRow(rule), 201)


class EndDeadline(View):
    right = Right.RULES

    @documented(
        "end_need_deadline", _("End a deadline of needs"), {200: DeadlineRow}, body=DeadlineEnd, **CHANGING
    )
    def post(self, request: Request) -> Response:
        """From that day on the one of the area above, or of any category, holds again."""
        Query.read(request)
        told, seen = DeadlineEnd.read(request), version_of(request)
        rule = end_need_rule(
            number=told["rule"],
            on=told["on"],
            today=periods.today(),
            by=who(request),
            scope=self.scope,
            seen=seen,
        )
        return _answer(DeadlineRow(rule))


def _answer(row: serializers.BaseSerializer[Any], status: int = 200) -> Response:
    return stamped(Response(row.data, status=status), settings_version())
