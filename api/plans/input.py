"""What is sent of a boundary plan: its drawing, its moves, what is proposed for it."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.base.fields import CodeField, DayField, TextField, WholeField
from api.base.serializers import Body, Query
from api.geojson.geometry import LineField, PointField, StrictGeometryField
from geodata.plans.models import LayerLine
from geodata.plans.workflow import State

MOST_LINES, MOST_GRIDS, MOST_VILLAGES, MOST_PLACES = 5_000, 2_000, 500, 20_000
LARGEST_NUMBER = 999_999_999


class PlansQuery(Query):
    state = serializers.ChoiceField(State.choices, required=False, help_text=_("Only plans in this state."))
    village = CodeField(required=False, help_text=_("Only plans for this village."))
    limit = WholeField(least=1, most=200, default=200, help_text=_("Plans per page."))
    after = WholeField(
        least=1,
        most=LARGEST_NUMBER,
        required=False,
        help_text=_("Where the previous page ended; part of its “next” link."),
    )


@extend_schema_field(
    {
        "oneOf": [
            {"type": "string", "const": "current"},
            {"type": "string", "format": "date"},
            {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER},
        ],
        "default": "current",
    }
)
class BaseField(serializers.Field[Any, Any, Any, Any]):
    """`current`, the number of a plan, or a past day."""

    default_error_messages = {"no_base": _("A plan cannot start from this.")}
    remedies = {"no_base": _("Provide “current”, the number of a plan, or a past day as YYYY-MM-DD.")}

    def to_internal_value(self, data: Any) -> Any:
        if data == "current":
            return None
        field = (
            DayField() if isinstance(data, str) and "-" in data else WholeField(least=1, most=LARGEST_NUMBER)
        )
        try:
            return field.to_internal_value(data)
        except serializers.ValidationError:
            self.fail("no_base")


class PlanIn(Body):
    name = TextField(max_length=100, help_text=_("The name of the plan."))
    villages = serializers.ListField(
        child=CodeField(),
        min_length=1,
        max_length=MOST_VILLAGES,
        help_text=_("Villages of one county, by their codes."),
    )
    effective = DayField(
        required=False, allow_null=True, default=None, help_text=_("The first day of the new borders.")
    )
    reason = TextField(max_length=2000, allow_blank=True, default="", help_text=_("Why."))
    base = BaseField(
        default=None, help_text=_("What the drawing starts from: the current borders if left out.")
    )


class PlanChange(Body):
    name = TextField(max_length=100, required=False, help_text=_("The name of the plan."))
    effective = DayField(required=False, help_text=_("The first day of the new borders."))
    reason = TextField(max_length=2000, allow_blank=True, required=False, help_text=_("Why."))


class DrawnLine(Body):
    id = TextField(max_length=100, required=False, allow_blank=True)
    village = CodeField(required=False)
    geometry = LineField()


class DrawnGrid(Body):
    key = TextField(max_length=32, required=False, help_text=_("The grid's key, as in the response."))
    point = PointField(
        required=False, allow_null=True, help_text=_("A point inside it, for a key of your own.")
    )
    name = TextField(max_length=100, required=False, allow_blank=True)
    code = CodeField(required=False, allow_null=True, help_text=_("null: the next free code."))
    locked = serializers.BooleanField(required=False, help_text=_("Its border must not move."))
    multipart_allowed = serializers.BooleanField(required=False, help_text=_("It may be in several pieces."))
    leader_from = CodeField(
        required=False, allow_null=True, help_text=_("The current grid whose leader it takes over.")
    )


class Each(serializers.Field[Any, Any, Any, Any]):
    """An object that is read strictly, all of a list by one serializer: to make one takes longer than to read a line."""

    shape: type[Body]

    @cached_property
    def reader(self) -> Body:
        return self.shape()

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise serializers.ValidationError(_("This must be an object."))
        if unknown := [name for name in data if name not in self.reader.fields]:
            raise serializers.ValidationError(
                {str(name)[:50]: [_("This is not recognised here.")] for name in unknown}
            )
        return dict(self.reader.run_validation(data))


@extend_schema_field(DrawnLine)
class LineOfDrawing(Each):
    shape = DrawnLine


@extend_schema_field(DrawnGrid)
class GridOfDrawing(Each):
    shape = DrawnGrid


class DrawingIn(Body):
    lines = serializers.ListField(
        child=LineOfDrawing(), max_length=MOST_LINES, help_text=_("The borders between grids, in any order.")
    )
    grids = serializers.ListField(
        child=GridOfDrawing(), max_length=MOST_GRIDS, default=list, help_text=_("What applies to grids.")
    )


@extend_schema_field(
    {
        "type": "array",
        "minItems": 1,
        "maxItems": MOST_PLACES,
        "items": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
        "example": [[112.50512, 27.90513]],
    }
)
class PlacesField(serializers.Field[Any, Any, Any, Any]):
    """Places as [longitude, latitude]: all of them read at once, for there may be thousands."""

    default_error_messages = {
        "not_a_position": StrictGeometryField.default_error_messages["not_a_position"],
        "how_many": _("Provide between 1 and {most} places."),
    }
    remedies = {
        "not_a_position": StrictGeometryField.remedies["not_a_position"],
        "how_many": _("Choose households on the map."),
    }

    def to_internal_value(self, data: Any) -> list[list[float]]:
        if not isinstance(data, list) or not all(map(_is_position, data)):
            self.fail("not_a_position")
        if not 0 < len(data) <= MOST_PLACES:
            self.fail("how_many", most=MOST_PLACES)
        return data


def _is_position(place: Any) -> bool:
    return (
        isinstance(place, list)
        and len(place) == 2
        and all(type(each) in (int, float) for each in place)
        and abs(place[0]) <= 180
        and abs(place[1]) <= 90
    )


class LassoIn(DrawingIn):
    places = PlacesField(help_text=_("Where the households are, as on the drawing."))
    into = TextField(max_length=32, help_text=_("The key of the grid that receives them."))


class HalvesIn(DrawingIn):
    grid = TextField(max_length=32, help_text=_("The key of the grid that is split."))


class SliversIn(DrawingIn):
    within = serializers.FloatField(
        min_value=0.01, max_value=5, default=1.0, help_text=_("Metres: wider strips stay.")
    )


class MoveIn(Body):
    move = serializers.ChoiceField(
        ["submit", "approve", "reject", "withdraw", "publish", "rebase", "revert", "copy"],
        help_text=_("What to do with the plan."),
    )
    remarks = TextField(
        max_length=2000, allow_blank=True, default="", help_text=_("Why; required to reject.")
    )
    effective = DayField(
        default=None,
        allow_null=True,
        help_text=_(
            "With “publish”: the day on which the new borders take effect, where the plan names none."
        ),
    )
    leaders = serializers.DictField(
        child=CodeField(),
        default=dict,
        help_text=_("With “submit”: by key of a new grid, the current grid whose leader it takes over."),
    )


class ProposeIn(Body):
    kind = serializers.ChoiceField(
        ["split", "rebalance"], help_text=_("Grids from scratch, or the current ones evened out.")
    )
    village = CodeField(
        required=False, help_text=_("Only this village of the plan; all of them if left out.")
    )
    target = WholeField(least=1, most=1000, default=105, help_text=_("Households of a grid."))
    k = WholeField(least=1, most=500, required=False, help_text=_("Number of grids, instead of a target."))
    borders = serializers.ChoiceField(
        ["straight", "natural"], default="straight", help_text=_("How borders run.")
    )
    limit = serializers.FloatField(
        min_value=1.0,
        max_value=3.0,
        default=1.12,
        help_text=_("Rebalance: the largest grid relative to the mean."),
    )
    seed = WholeField(least=1, most=999_999, default=1, help_text=_("The same seed gives the same proposal."))
    along = serializers.ListField(
        child=LineField(),
        max_length=2000,
        default=list,
        help_text=_("Lines, such as roads, that grid borders rather follow."),
    )
    layers = serializers.ListField(
        child=serializers.ChoiceField(LayerLine.Kind.choices),
        max_length=10,
        default=list,
        help_text=_("Line layers of the county that grid borders rather follow."),
    )
    take = serializers.BooleanField(
        default=True,
        help_text=_(
            "Put it into the draft; if not, it is only told, with small drawings, to be laid beside others."
        ),
    )


class LinesQuery(Query):
    kind = serializers.ChoiceField(
        LayerLine.Kind.choices, required=False, help_text=_("Only the lines of this layer.")
    )


class ImpactQuery(Query):
    compare = WholeField(
        least=1, most=LARGEST_NUMBER, required=False, help_text=_("The number of a plan to compare with.")
    )
