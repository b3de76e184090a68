"""A livelihood project as it is planned and moved, and what is joined to it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.base.fields import TOKEN, CodeField, TextField, WholeField
from api.base.serializers import Body, Query
from api.geojson.geometry import StrictGeometryField
from geodata.projects.joining import MOST_NEEDS
from geodata.projects.models import MOST_METRES
from geodata.projects.proposing import MOST_LISTED, MOST_YUAN, SHAPES
from geodata.projects.words import Category, Money, Move, State

WORD = r"^([a-z][a-z0-9_]{0,29})?\Z"
NUMBER = r"^[0-9A-Za-z-]{1,24}\Z"
MOVES = [move.value for move in Move if move not in (Move.PROPOSE, Move.CHANGE)]


@extend_schema_field(
    {
        "type": "object",
        "properties": {
            "type": {"type": "string", "enum": [*SHAPES]},
            "coordinates": {"type": "array", "items": {}},
        },
        "required": ["type", "coordinates"],
    }
)
class ShapeField(StrictGeometryField):
    """A point, a line or an area."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(kinds=SHAPES, **kwargs)


class ProjectsQuery(Query):
    area = CodeField(required=False, help_text=_("Only those of an area, and of those around it."))
    inside = serializers.BooleanField(default=False, help_text=_("Not those around it."))
    state = serializers.ChoiceField(State.choices, required=False, help_text=_("Only those in this state."))
    category = serializers.ChoiceField(Category.choices, required=False)
    late = serializers.BooleanField(default=False, help_text=_("Only those past their last planned day."))
    limit = WholeField(least=1, most=500, default=100, help_text=_("Projects per page."))
    after = WholeField(least=1, most=2**31 - 1, required=False, help_text=_("As the page before says it."))


class ProjectIn(Body):
    title = TextField(max_length=60)
    category = serializers.ChoiceField(Category.choices)
    area = CodeField(help_text=_("A village, a township or a county."))
    begin_on = serializers.DateField()
    due_on = serializers.DateField()
    text = TextField(max_length=500, allow_blank=True, default="")
    geometry = ShapeField(allow_null=True, default=None, help_text=_("A point, a line or an area."))
    reach = WholeField(
        least=0, most=MOST_METRES, default=200, help_text=_("Households that live so near are concerned.")
    )
    department = serializers.RegexField(
        WORD, allow_blank=True, default="", help_text=_("The code of the department that builds it.")
    )
    budget = WholeField(least=0, most=MOST_YUAN, allow_null=True, default=None)
    money = serializers.ChoiceField(Money.choices, allow_blank=True, default="")


class ProjectMoveIn(Body):
    move = serializers.ChoiceField(MOVES)
    reason = TextField(max_length=500, allow_blank=True, default="")
    percent = WholeField(
        least=0, most=100, allow_null=True, default=None, help_text=_("With “report” alone.")
    )


class ProjectNeedsIn(Body):
    needs = serializers.ListField(
        child=serializers.RegexField(NUMBER),
        min_length=1,
        max_length=MOST_NEEDS,
        help_text=_("Numbers of the needs."),
    )
    take_out = serializers.BooleanField(default=False, help_text=_("Take them out instead."))


class ProjectHouseholdsIn(Body):
    households = serializers.ListField(
        child=serializers.RegexField(TOKEN), min_length=1, max_length=MOST_LISTED, help_text=_("Tokens.")
    )
