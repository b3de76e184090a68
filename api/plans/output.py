"""Boundary plans, their drawings and what these mean, as they are answered."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.base.fields import NextField
from api.coverage.output import ComparedOut
from api.geojson.output import CollectionType, GeometryOut, PathOut
from geodata.geometry.validity import Kind
from geodata.plans.models import BoundaryPlan, LayerLine, Lineage, PlanStep
from geodata.plans.workflow import Move, State
from geodata.territory.models import Area


@extend_schema_field({"type": ["object", "null"]})
class ObjectOut(serializers.JSONField):
    """An object, such as a geometry (WGS 84, longitude first); null where there is none."""


class StepOut(serializers.Serializer[PlanStep]):
    move = serializers.ChoiceField(Move.choices)
    state = serializers.ChoiceField(State.choices, source="after")
    by = serializers.CharField(
        source="by.name", allow_null=True, help_text=_("null: it happened automatically.")
    )
    at = serializers.DateTimeField()
    remarks = serializers.CharField(source="reason", allow_blank=True)


class LineageOut(serializers.Serializer[Lineage]):
    kind = serializers.ChoiceField(Lineage.Kind.choices)
    source = serializers.CharField(source="source.code")  # type: ignore[assignment]
    target = serializers.CharField(source="target.code")
    day = serializers.DateField()
    households = serializers.IntegerField(help_text=_("Households that moved."))
    m2 = serializers.FloatField(source="square_metres", help_text=_("Land that moved."))


class VillageOut(serializers.Serializer[Area]):
    code = serializers.CharField()
    name = serializers.CharField()


class PlanOut(serializers.Serializer[BoundaryPlan]):
    number = serializers.IntegerField()
    name = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(State.choices)
    version = serializers.IntegerField()
    county = serializers.CharField(source="county.code")
    villages = VillageOut(many=True, source="places")
    effective = serializers.DateField(allow_null=True)
    took_effect = serializers.BooleanField()
    stale = serializers.BooleanField(
        help_text=_("The current borders have changed since: the plan has to be updated to them.")
    )
    base_plan = serializers.IntegerField(source="base_plan_id", allow_null=True)
    base_day = serializers.DateField(allow_null=True)
    reverts = serializers.IntegerField(source="reverts_id", allow_null=True)
    grids = serializers.IntegerField(source="grid_count")
    proposal = ObjectOut()
    drawn_by = serializers.CharField(source="drawn_by.name")
    changed_by = serializers.CharField(source="changed_by.name")
    changed_at = serializers.DateTimeField()
    moves = serializers.ListField(child=serializers.CharField(), help_text=_("What you can do with it now."))


class OnePlanOut(PlanOut):
    steps = StepOut(many=True, source="steps_read")
    lineage = LineageOut(many=True, source="lineage_read")


class PlansOut(serializers.Serializer[Any]):
    next = NextField()
    results = PlanOut(many=True)


class ProblemOfDrawing(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(Kind.choices)
    message = serializers.CharField()
    grids = serializers.ListField(child=serializers.CharField())
    size = serializers.FloatField(help_text=_("Square metres, or metres of a line."))
    geometry = GeometryOut()
    point = serializers.ListField(child=serializers.FloatField(), allow_null=True)


class LineOut(serializers.Serializer[Any]):
    id = serializers.CharField()
    village = serializers.CharField()
    geometry = PathOut()


class FiguresOut(serializers.Serializer[Any]):
    households = serializers.IntegerField()
    special = serializers.IntegerField(
        allow_null=True, help_text=_("null for those who may not see details in the village.")
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


class GridOut(serializers.Serializer[Any]):
    key = serializers.CharField()
    village = serializers.CharField()
    code = serializers.CharField(allow_null=True)
    continues = serializers.CharField(
        allow_null=True, help_text=_("The current grid that it continues from.")
    )
    name = serializers.CharField(allow_blank=True)
    locked = serializers.BooleanField()
    multipart_allowed = serializers.BooleanField()
    leader_from = serializers.CharField(allow_null=True)
    geometry = GeometryOut()
    figures = FiguresOut()
    before = FiguresOut(allow_null=True)


class EndedOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    before = FiguresOut(allow_null=True)


class ContactsOut(serializers.Serializer[Any]):
    crossing_before = serializers.IntegerField()
    crossing_after = serializers.IntegerField()
    newly_crossing = serializers.IntegerField()
    members = serializers.IntegerField(help_text=_("Members affected."))


class LeaderOut(serializers.Serializer[Any]):
    grid = serializers.CharField()
    post = serializers.CharField()
    name = serializers.CharField()
    leads = serializers.ListField(
        child=serializers.CharField(), help_text=_("Keys of grids; none: the post ends.")
    )


class MoveOfHouseholds(serializers.Serializer[Any]):
    present = serializers.CharField(allow_null=True, help_text=_("The code of the current grid."))
    grid = serializers.CharField(allow_null=True, help_text=_("The key of the new grid."))
    households = serializers.IntegerField()
    places = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField()),
        help_text=_("Where on the drawing, each place once; none for households without a point."),
    )


class ImpactOut(serializers.Serializer[Any]):
    households = serializers.IntegerField()
    moved = serializers.IntegerField(help_text=_("Households whose grid changes."))
    moves = MoveOfHouseholds(many=True, help_text=_("The same by origin and destination, the most first."))
    ended = EndedOut(many=True)
    contacts = ContactsOut()
    leaders = LeaderOut(many=True)
    ahead = ComparedOut(
        allow_null=True,
        help_text=_("null for those who may not see details in all villages of the drawing."),
    )


class CheckOut(serializers.Serializer[Any]):
    plan = serializers.IntegerField()
    version = serializers.IntegerField()
    target = serializers.ListField(
        child=serializers.IntegerField(), help_text=_("Households per grid, from and to.")
    )
    lines = LineOut(many=True)
    grids = GridOut(many=True)
    problems = ProblemOfDrawing(many=True)
    impact = ImpactOut()


class HalvesOut(CheckOut):
    halves = serializers.ListField(
        child=serializers.CharField(),
        min_length=2,
        max_length=2,
        help_text=_("Keys of the grid that goes on and of the new one."),
    )
    border = GeometryOut()


class SliversOut(CheckOut):
    closed = serializers.ListField(
        child=serializers.CharField(), help_text=_("Keys of the strips that went to a neighbour.")
    )


class OutlineOut(VillageOut):
    outline = GeometryOut()
    special = serializers.CharField(
        help_text=_("Special households; “<5” or “*” where coverage hides them from the reader.")
    )


class HouseholdOfDrawing(serializers.Serializer[Any]):
    lng = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    grid = serializers.CharField(allow_null=True)
    present = serializers.CharField(allow_null=True, help_text=_("The code of its current grid."))
    special = serializers.BooleanField(
        required=False, help_text=_("Only for those who may see details in the village.")
    )


class LayerOut(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(LayerLine.Kind.choices)
    name = serializers.CharField(help_text=_("The kind in words."))
    lines = serializers.IntegerField()


class DrawingOut(CheckOut):
    layers = LayerOut(many=True, help_text=_("Line layers of the county that are loaded."))
    villages = OutlineOut(many=True)
    present = ObjectOut(help_text=_("The current borders, as GeoJSON."))
    households = HouseholdOfDrawing(many=True)


class MovedOut(OnePlanOut):
    made = serializers.ListField(child=serializers.CharField(), help_text=_("Codes of grids that begin."))
    ended = serializers.ListField(child=serializers.CharField(), help_text=_("Codes of grids that end."))
    moved = serializers.IntegerField(help_text=_("Households with another grid."))
    followed = serializers.IntegerField(
        help_text=_("Households without a point that decides, whose grid ended: they followed most of it.")
    )
    followed_tokens = serializers.ListField(
        child=serializers.CharField(),
        help_text=_("The same by token, where you may see details; the others are only counted."),
    )


class ProposalBegun(serializers.Serializer[Any]):
    job = serializers.CharField(help_text=_("The job's id: see jobs/."))


class DifferencesOut(serializers.Serializer[Any]):
    new = serializers.ListField(child=serializers.CharField())
    gone = serializers.ListField(child=serializers.CharField())
    changed = serializers.ListField(child=serializers.CharField())


class GridsFile(serializers.Serializer[Any]):
    """Grids as GeoJSON: features with polygons, told apart by `id` or `code`."""

    type = CollectionType()
    features = serializers.ListField(child=ObjectOut(), help_text=_("Each with its border and properties."))


class FiledOut(CheckOut):
    differences = DifferencesOut(
        help_text=_("Keys of grids that the file adds, leaves out, or draws differently.")
    )


class LinesOut(serializers.Serializer[Any]):
    type = CollectionType()
    features = serializers.ListField(child=ObjectOut(), help_text=_("Each with its kind and name."))


class OneImpact(serializers.Serializer[Any]):
    plan = serializers.IntegerField()
    name = serializers.CharField()
    impact = ImpactOut()
    grids = GridOut(many=True)
    problems = serializers.IntegerField()


class ImpactsOut(serializers.Serializer[Any]):
    plans = OneImpact(many=True, help_text=_("The plan, and the one to compare with."))
