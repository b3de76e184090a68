"""Visit rules: how often each group of households is visited, and which visits count."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.schema import documented
from api.base.serializers import Query
from api.base.views import View
from api.visits.input import RuleEnd, RuleIn
from api.visits.output import RuleRow, RulesOut
from api.web.access import visible_area, who
from geodata.base import periods
from geodata.base.errors import BadInput, NotFound
from geodata.base.scope import Right
from geodata.visits.models import VisitRule
from geodata.visits.rules import Group, end_rule, rules_of, set_rule


class Rules(View):
    right = Right.RULES

    @documented("rules", _("Visit rules"), {200: RulesOut})
    def get(self, request: Request) -> Response:
        """The rules that hold today or later in what you may see, and above it."""
        Query.read(request)
        rules = rules_of(self.scope.to(Right.RULES), on=periods.today())
        return Response({"results": [RuleRow(rule).data for rule in rules]})

    @documented("set_rule", _("Set a visit rule"), {201: RuleRow}, body=RuleIn, problems=[404, 409])
    def post(self, request: Request) -> Response:
        """The rule of a group in an area from a day on; the one before it ends there."""
        Query.read(request)
        body, today = RuleIn.read(request), periods.today()
        area = visible_area(self.scope, body["area"], right=Right.RULES, on=today, field="area")
        rule = set_rule(
            group=_group(body["group"]),
            area=area,
            days=body["days"],
            modes=body["modes"],
            since_day=body["since"],
            today=today,
            by=who(request),
        )
        return Response(RuleRow(rule).data, status=201)


class EndRule(View):
    right = Right.RULES

    @documented("end_rule", _("End a visit rule"), {200: RuleRow}, body=RuleEnd, problems=[404, 409])
    def post(self, request: Request) -> Response:
        """From that day on the rule of the area above holds again."""
        Query.read(request)
        body, today = RuleEnd.read(request), periods.today()
        area = visible_area(self.scope, body["area"], right=Right.RULES, on=today, field="area")
        group = _group(body["group"])
        rule = VisitRule.objects.filter(
            category=group.category, occupancy=group.occupancy, area=area, period__contains=today
        ).first()
        if rule is None:
            raise NotFound(body["group"], field="group", value=body["group"])
        return Response(RuleRow(end_rule(rule=rule, on=body["on"], today=today, by=who(request))).data)


def _group(name: str) -> Group:
    group = Group.named(name)
    if group is None:
        raise BadInput(
            gettext("There is no such group."),
            field="group",
            value=name,
            remedy=gettext("Enter the code of a care category, lived_in or seasonal."),
        )
    return group
