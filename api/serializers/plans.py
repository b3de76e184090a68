"""Boundary plans: what is sent, and what is answered."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.base import Body, Query
from api.serializers.fields import CodeField, DayField, TextField, WholeField
from api.serializers.geojson import CollectionType
from api.serializers.geometry import LineField, PointField, StrictGeometryField
from geodata.redrawing.models import BoundaryPlan, LayerLine, Lineage, PlanStep
from geodata.redrawing.workflow import Move, State
from geodata.territory.models import Area
from geodata.territory.validity import Kind

MOST_LINES, MOST_GRIDS, MOST_VILLAGES, MOST_PLACES = 5_000, 2_000, 500, 20_000
LARGEST_NUMBER = 999_999_999


class PlansQuery(Query):
    state = serializers.ChoiceField(State.choices, required=False, help_text=_("Only plans in this state."))
    village = CodeField(required=False, help_text=_("Only plans for this village."))


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

    default_error_messages = {"no_base": _("This is nothing to begin with.")}
    remedies = {"no_base": _("Give “current”, the number of a plan, or a past day as YYYY-MM-DD.")}

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


class PlanBody(Body):
    name = TextField(max_length=100, help_text=_("What the plan is called."))
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
        default=None, help_text=_("What the drawing begins with: the present borders if left out.")
    )


class PlanChange(Body):
    name = TextField(max_length=100, required=False, help_text=_("What the plan is called."))
    effective = DayField(required=False, help_text=_("The first day of the new borders."))
    reason = TextField(max_length=2000, allow_blank=True, required=False, help_text=_("Why."))


class DrawnLine(Body):
    id = TextField(max_length=100, required=False, allow_blank=True)
    village = CodeField(required=False)
    geometry = LineField()


class DrawnGrid(Body):
    key = TextField(max_length=32, required=False, help_text=_("The grid's key, as in the answer."))
    point = PointField(required=False, allow_null=True, help_text=_("A point in it, for a key of your own."))
    name = TextField(max_length=100, required=False, allow_blank=True)
    code = CodeField(required=False, allow_null=True, help_text=_("null: the next free code."))
    locked = serializers.BooleanField(required=False, help_text=_("Nothing may move its border."))
    multipart_allowed = serializers.BooleanField(required=False, help_text=_("It may be in several pieces."))
    leader_from = CodeField(
        required=False, allow_null=True, help_text=_("The present grid whose leader it takes over.")
    )


class Each(serializers.Field[Any, Any, Any, Any]):
    """An object that is read strictly, all of a list by one serializer: to make one takes longer than to read a line."""

    shape: type[Body]

    @cached_property
    def reader(self) -> Body:
        return self.shape()

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise serializers.ValidationError(_("This has to be an object."))
        if unknown := [name for name in data if name not in self.reader.fields]:
            raise serializers.ValidationError(
                {str(name)[:50]: [_("This is not known here.")] for name in unknown}
            )
        return dict(self.reader.run_validation(data))


@extend_schema_field(DrawnLine)
class LineOfDrawing(Each):
    shape = DrawnLine


@extend_schema_field(DrawnGrid)
class GridOfDrawing(Each):
    shape = DrawnGrid


class DrawingBody(Body):
    lines = serializers.ListField(
        child=LineOfDrawing(), max_length=MOST_LINES, help_text=_("The borders between grids, in any order.")
    )
    grids = serializers.ListField(
        child=GridOfDrawing(), max_length=MOST_GRIDS, default=list, help_text=_("What is said of grids.")
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
        "how_many": _("Give between 1 and {most} places."),
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


class LassoBody(DrawingBody):
    places = PlacesField(help_text=_("Where the households are, as the drawing tells it."))
    into = TextField(max_length=32, help_text=_("The key of the grid that takes them."))


class SliversBody(DrawingBody):
    within = serializers.FloatField(
        min_value=0.01, max_value=5, default=1.0, help_text=_("Metres: wider strips stay.")
    )


@extend_schema_field({"type": ["object", "null"]})
class ObjectShape(serializers.JSONField):
    """An object, such as a geometry (WGS 84, longitude first); null where there is none."""


class StepShape(serializers.Serializer[PlanStep]):
    move = serializers.ChoiceField(Move.choices)
    state = serializers.ChoiceField(State.choices)
    by = serializers.CharField(source="by.name")
    at = serializers.DateTimeField()
    remarks = serializers.CharField(allow_blank=True)


class LineageShape(serializers.Serializer[Lineage]):
    kind = serializers.ChoiceField(Lineage.Kind.choices)
    source = serializers.CharField(source="source.code")  # type: ignore[assignment]
    target = serializers.CharField(source="target.code")
    day = serializers.DateField()
    households = serializers.IntegerField(help_text=_("That moved."))
    m2 = serializers.FloatField(source="square_metres", help_text=_("Land that moved."))


class VillageShape(serializers.Serializer[Area]):
    code = serializers.CharField()
    name = serializers.CharField()


class PlanShape(serializers.Serializer[BoundaryPlan]):
    number = serializers.IntegerField()
    name = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(State.choices)
    version = serializers.IntegerField()
    county = serializers.CharField(source="county.code")
    villages = VillageShape(many=True, source="places")
    effective = serializers.DateField(allow_null=True)
    took_effect = serializers.BooleanField()
    stale = serializers.BooleanField(
        help_text=_("The present borders have moved since: it has to be rebased.")
    )
    base_plan = serializers.IntegerField(source="base_plan_id", allow_null=True)
    base_day = serializers.DateField(allow_null=True)
    reverts = serializers.IntegerField(source="reverts_id", allow_null=True)
    grids = serializers.IntegerField(source="grid_count")
    proposal = ObjectShape()
    drawn_by = serializers.CharField(source="drawn_by.name")
    changed_by = serializers.CharField(source="changed_by.name")
    changed_at = serializers.DateTimeField()
    moves = serializers.ListField(child=serializers.CharField(), help_text=_("What you may do with it now."))


class OnePlanShape(PlanShape):
    steps = StepShape(many=True, source="told_steps")
    lineage = LineageShape(many=True, source="told_lineage")


class PlansShape(serializers.Serializer[Any]):
    results = PlanShape(many=True)


class ProblemOfDrawing(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(Kind.choices)
    message = serializers.CharField()
    grids = serializers.ListField(child=serializers.CharField())
    size = serializers.FloatField(help_text=_("Square metres, or metres of a line."))
    geometry = ObjectShape()
    point = serializers.ListField(child=serializers.FloatField(), allow_null=True)


class LineShape(serializers.Serializer[Any]):
    id = serializers.CharField()
    village = serializers.CharField()
    geometry = ObjectShape()


class FiguresShape(serializers.Serializer[Any]):
    households = serializers.IntegerField()
    special = serializers.IntegerField(
        allow_null=True, help_text=_("null to whoever may not know details in the village.")
    )
    residents = serializers.IntegerField()
    m2 = serializers.FloatField()
    mu = serializers.FloatField(help_text="亩")
    compactness = serializers.FloatField(help_text=_("Polsby–Popper: 1 for a circle."))
    pieces = serializers.IntegerField()
    target = serializers.ChoiceField(["below", "within", "above"])
    crossing = serializers.IntegerField(help_text=_("Contacts whose member lives in another grid."))
    unlinked = serializers.IntegerField(required=False)
    unvisited = serializers.IntegerField(required=False, allow_null=True)
    special_overdue = serializers.IntegerField(required=False, allow_null=True)


class GridShape(serializers.Serializer[Any]):
    key = serializers.CharField()
    village = serializers.CharField()
    code = serializers.CharField(allow_null=True)
    continues = serializers.CharField(allow_null=True, help_text=_("The present grid that it goes on from."))
    name = serializers.CharField(allow_blank=True)
    locked = serializers.BooleanField()
    multipart_allowed = serializers.BooleanField()
    leader_from = serializers.CharField(allow_null=True)
    geometry = ObjectShape()
    figures = FiguresShape()
    before = FiguresShape(allow_null=True)


class EndedShape(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    before = FiguresShape(allow_null=True)


class ContactsShape(serializers.Serializer[Any]):
    crossing_before = serializers.IntegerField()
    crossing_after = serializers.IntegerField()
    newly_crossing = serializers.IntegerField()
    members = serializers.IntegerField(help_text=_("Members whom that concerns."))


class LeaderShape(serializers.Serializer[Any]):
    grid = serializers.CharField()
    post = serializers.CharField()
    name = serializers.CharField()
    leads = serializers.ListField(
        child=serializers.CharField(), help_text=_("Keys of grids; none: the post ends.")
    )


class MoveOfHouseholds(serializers.Serializer[Any]):
    present = serializers.CharField(allow_null=True, help_text=_("The code of the present grid."))
    grid = serializers.CharField(allow_null=True, help_text=_("The key of the new grid."))
    households = serializers.IntegerField()
    places = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField()),
        help_text=_("Where on the drawing, each place once; none for households without a point."),
    )


class ImpactShape(serializers.Serializer[Any]):
    households = serializers.IntegerField()
    moved = serializers.IntegerField(help_text=_("Households whose grid changes."))
    moves = MoveOfHouseholds(many=True, help_text=_("The same by way, the most first."))
    ended = EndedShape(many=True)
    contacts = ContactsShape()
    leaders = LeaderShape(many=True)


class CheckShape(serializers.Serializer[Any]):
    plan = serializers.IntegerField()
    version = serializers.IntegerField()
    target = serializers.ListField(
        child=serializers.IntegerField(), help_text=_("Households of a grid, from and to.")
    )
    lines = LineShape(many=True)
    grids = GridShape(many=True)
    problems = ProblemOfDrawing(many=True)
    impact = ImpactShape()


class SliversShape(CheckShape):
    closed = serializers.ListField(
        child=serializers.CharField(), help_text=_("Keys of the strips that went to a neighbour.")
    )


class OutlineShape(VillageShape):
    outline = ObjectShape()
    special = serializers.CharField(
        help_text=_("Special households; “<5” for one to four to whoever may not know details there.")
    )


class HouseholdOfDrawing(serializers.Serializer[Any]):
    lng = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    grid = serializers.CharField(allow_null=True)
    present = serializers.CharField(allow_null=True, help_text=_("The code of its present grid."))
    special = serializers.BooleanField(
        required=False, help_text=_("Only to whoever may know details in the village.")
    )


class LayerShape(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(LayerLine.Kind.choices)
    name = serializers.CharField(help_text=_("The kind in words."))
    lines = serializers.IntegerField()


class DrawingShape(CheckShape):
    layers = LayerShape(many=True, help_text=_("Line layers of the county that are loaded."))
    villages = OutlineShape(many=True)
    present = ObjectShape(help_text=_("The present borders, as GeoJSON."))
    households = HouseholdOfDrawing(many=True)


class MoveBody(Body):
    move = serializers.ChoiceField(
        ["submit", "approve", "reject", "withdraw", "publish", "rebase", "revert", "copy"],
        help_text=_("What is done with the plan."),
    )
    remarks = TextField(max_length=2000, allow_blank=True, default="", help_text=_("Why; needed to reject."))
    leaders = serializers.DictField(
        child=CodeField(),
        default=dict,
        help_text=_("With “submit”: by key of a new grid, the present grid whose leader it takes over."),
    )


class MovedShape(OnePlanShape):
    made = serializers.ListField(child=serializers.CharField(), help_text=_("Codes of grids that begin."))
    ended = serializers.ListField(child=serializers.CharField(), help_text=_("Codes of grids that end."))
    moved = serializers.IntegerField(help_text=_("Households with another grid."))
    followed = serializers.IntegerField(
        help_text=_("Households without a point that decides, whose grid ended: they followed most of it.")
    )
    followed_tokens = serializers.ListField(
        child=serializers.CharField(),
        help_text=_("The same by token, where you may know details; the others are only counted."),
    )


class ProposeBody(Body):
    kind = serializers.ChoiceField(
        ["split", "rebalance"], help_text=_("Fresh grids, or the present ones evened out.")
    )
    village = CodeField(
        required=False, help_text=_("Only this village of the plan; all of them if left out.")
    )
    target = WholeField(least=1, most=1000, default=105, help_text=_("Households of a grid."))
    k = WholeField(least=1, most=500, required=False, help_text=_("So many grids, instead of a target."))
    borders = serializers.ChoiceField(
        ["straight", "natural"], default="straight", help_text=_("How borders run.")
    )
    limit = serializers.FloatField(
        min_value=1.0, max_value=3.0, default=1.12, help_text=_("Rebalance: the largest grid over the mean.")
    )
    seed = WholeField(least=1, most=999_999, default=1, help_text=_("The same seed gives the same proposal."))
    along = serializers.ListField(
        child=LineField(),
        max_length=2000,
        default=list,
        help_text=_("Lines, such as roads, at which grids rather end."),
    )
    layers = serializers.ListField(
        child=serializers.ChoiceField(LayerLine.Kind.choices),
        max_length=10,
        default=list,
        help_text=_("Line layers of the county at which grids rather end."),
    )


class ProposalBegun(serializers.Serializer[Any]):
    job = serializers.CharField(help_text=_("The job's id: see jobs/."))


class DifferencesShape(serializers.Serializer[Any]):
    new = serializers.ListField(child=serializers.CharField())
    gone = serializers.ListField(child=serializers.CharField())
    changed = serializers.ListField(child=serializers.CharField())


class FiledShape(CheckShape):
    differences = DifferencesShape(
        help_text=_("Keys of grids that the file adds, leaves out, and draws otherwise.")
    )


class LinesShape(serializers.Serializer[Any]):
    type = CollectionType()
    features = serializers.ListField(child=ObjectShape(), help_text=_("Each with its kind and name."))


class LinesQuery(Query):
    kind = serializers.ChoiceField(
        LayerLine.Kind.choices, required=False, help_text=_("Only the lines of this layer.")
    )


class ImpactQuery(Query):
    compare = WholeField(
        least=1, most=LARGEST_NUMBER, required=False, help_text=_("The number of a plan to lay beside it.")
    )


class OneImpact(serializers.Serializer[Any]):
    plan = serializers.IntegerField()
    name = serializers.CharField()
    impact = ImpactShape()
    grids = GridShape(many=True)
    problems = serializers.IntegerField()


class ImpactsShape(serializers.Serializer[Any]):
    plans = OneImpact(many=True, help_text=_("The plan, and the one to compare."))
