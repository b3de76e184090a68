"""Visit rules: how often each group of households is visited, and which visits count."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.permissions import visible_area
from api.schema import documented
from api.serializers.base import Query
from api.serializers.rules import RuleBody, RuleEnd, RuleRow, RulesShape
from api.views.base import View
from geodata import periods
from geodata.errors import BadInput, NotFound
from geodata.territory.scope import Right
from geodata.visits.models import VisitRule
from geodata.visits.rules import Group, end_rule, rules_of, set_rule


class Rules(View):
    right = Right.RULES

    @documented("rules", _("Visit rules"), {200: RulesShape})
    def get(self, request: Request) -> Response:
        """The rules that hold today or later in what you may see, and above it."""
        Query.read(request)
        found = rules_of(self.scope.to(Right.RULES), on=periods.today())
        return Response({"results": [RuleRow(rule).data for rule in found]})

    @documented("set_rule", _("Set a visit rule"), {201: RuleRow}, body=RuleBody, problems=[404, 409])
    def post(self, request: Request) -> Response:
        """The rule of a group in an area from a day on; the one before it ends there."""
        Query.read(request)
        told, today = RuleBody.read(request), periods.today()
        area = visible_area(self.scope, told["area"], right=Right.RULES, on=today, field="area")
        rule = set_rule(
            group=_group(told["group"]),
            area=area,
            days=told["days"],
            modes=told["modes"],
            since_day=told["since"],
            today=today,
        )
        return Response(RuleRow(rule).data, status=201)


class EndRule(View):
    right = Right.RULES

    @documented("end_rule", _("End a visit rule"), {200: RuleRow}, body=RuleEnd, problems=[404, 409])
    def post(self, request: Request) -> Response:
        """From that day on the rule of the area above holds again."""
        Query.read(request)
        told, today = RuleEnd.read(request), periods.today()
        area = visible_area(self.scope, told["area"], right=Right.RULES, on=today, field="area")
        group = _group(told["group"])
        rule = VisitRule.objects.filter(
            category=group.category, occupancy=group.occupancy, area=area, period__contains=today
        ).first()
        if rule is None:
            raise NotFound(told["group"], field="group", value=told["group"])
        return Response(RuleRow(end_rule(rule=rule, on=told["on"], today=today)).data)


def _group(name: str) -> Group:
    found = Group.named(name)
    if found is None:
        raise BadInput(
            gettext("There is no such group."),
            field="group",
            value=name,
            remedy=gettext("Give the code of a care category, lived_in or seasonal."),
        )
    return found
