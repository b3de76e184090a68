"""Counts of areas, as JSON and as GeoJSON."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.geojson.output import BorderOut, CollectionType, FeatureType
from geodata.coverage.ahead.compared import Compared, GridAhead
from geodata.coverage.ahead.forecast import Forecast, Outlook
from geodata.coverage.counts import Counts, Coverage, names
from geodata.coverage.figures import FIGURES
from geodata.coverage.hiding import Mark
from geodata.coverage.through_time.trend import Course, Trend
from geodata.plans.lineage import Relative
from geodata.plans.models import Lineage
from geodata.territory.models import Area
from geodata.visits.figures import AHEAD


class CountsOut(serializers.Serializer[Counts]):
    """An area and its counts; `code` is null for a village's households outside every grid.

    A count that is not told is null, and `hidden` says why: `<5` for 1 to 4, `*` for any other: a question that needs
    the duty to see details, or a count from which a small one could be worked out.
    """

    code = serializers.CharField(allow_null=True)
    name = serializers.CharField(allow_blank=True)
    level = serializers.ChoiceField(Area.Level.choices)
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]

    def get_fields(self) -> dict[str, Any]:
        """With one field for each count of the domain."""
        hidden = serializers.DictField(
            child=serializers.ChoiceField([mark.value for mark in Mark]),
            help_text=_("The counts that are not given, by name: <5 for 1 to 4, * for any other."),
        )
        return super().get_fields() | {name: _count(name) for name in names()} | {"hidden": hidden}


class CoverageHead(serializers.Serializer[Coverage]):
    area = serializers.CharField()
    on = serializers.DateField()
    window = serializers.IntegerField()
    category = serializers.CharField(allow_null=True)
    of = serializers.DictField(
        child=serializers.CharField(), help_text=_("The denominator of each count, by its name.")
    )
    total = CountsOut(help_text=_("The area itself; the rows add up to it."))


class CoverageOut(CoverageHead):
    results = CountsOut(many=True)


class CountsFeature(serializers.Serializer[Coverage]):
    type = FeatureType()
    id = serializers.CharField(required=False)
    geometry = BorderOut()
    properties = CountsOut()


class CoverageFeatures(CoverageHead):
    type = CollectionType()
    features = CountsFeature(many=True)


def _count(name: str) -> serializers.IntegerField:
    figure = FIGURES.get(name)
    return serializers.IntegerField(
        min_value=0, allow_null=True, help_text=str(figure.label) if figure else None
    )


class CourseCountsOut(serializers.Serializer[Course]):
    """By name, a number for each day; null where it is not told, or where there was no such area."""

    def get_fields(self) -> dict[str, Any]:
        return {name: serializers.ListField(child=_count(name), required=False) for name in names()}


class RelativeOut(serializers.Serializer[Relative]):
    """Another grid that land came from or went to."""

    code = serializers.CharField()
    name = serializers.CharField()
    day = serializers.DateField()
    kind = serializers.ChoiceField(Lineage.Kind.choices)


class CourseOut(serializers.Serializer[Course]):
    """One area through time. `code` is null for what lies in the parent and in none of its parts."""

    code = serializers.CharField(allow_null=True)
    name = serializers.CharField(allow_blank=True)
    level = serializers.ChoiceField(Area.Level.choices)
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    begins = serializers.DateField(allow_null=True, help_text=_("The first day of the area."))
    ends = serializers.DateField(
        allow_null=True, help_text=_("The first day after it: another one took its place.")
    )
    came_from = RelativeOut(many=True, help_text=_("Of a grid: those that its land came from by a redraw."))
    went_to = RelativeOut(many=True, help_text=_("Of a grid: those that its land went to by a redraw."))
    counts = CourseCountsOut()
    hidden = serializers.ListField(
        child=serializers.DictField(child=serializers.ChoiceField([mark.value for mark in Mark])),
        help_text=_("For each day the counts that are not given, by name: <5 for 1 to 4, * for any other."),
    )


class TrendOut(serializers.Serializer[Trend]):
    area = serializers.CharField()
    category = serializers.CharField(allow_null=True)
    step = serializers.ChoiceField(
        ["week", "month", "days"],
        help_text=_(
            "Weeks, or ends of months without permission to see details; days: those of `since` and `on`."
        ),
    )
    days = serializers.ListField(child=serializers.DateField(), help_text=_("The earliest first."))
    year_before = serializers.IntegerField(
        allow_null=True, help_text=_("The place among the days of the one a year before the last.")
    )
    from_history = serializers.ListField(
        child=serializers.DateField(), help_text=_("Days that were counted anew, for they are not kept yet.")
    )
    total = CourseOut()
    results = CourseOut(many=True)


class DueOut(serializers.Serializer[Outlook]):
    """By days ahead."""

    def get_fields(self) -> dict[str, Any]:
        return {str(days): serializers.IntegerField(min_value=0) for days in AHEAD}


class ExpectedOut(serializers.Serializer[Outlook]):
    """By days ahead."""

    def get_fields(self) -> dict[str, Any]:
        return {str(days): serializers.FloatField(min_value=0) for days in AHEAD}


class OutlookOut(serializers.Serializer[Outlook]):
    """What is ahead of one area. Exempt households stand in none of it."""

    code = serializers.CharField(
        allow_null=True, help_text=_("Null for a village's households outside every grid.")
    )
    name = serializers.CharField(allow_blank=True)
    households = serializers.IntegerField(min_value=0)
    owed = serializers.IntegerField(min_value=0, help_text=_("Overdue today, or never visited."))
    due = DueOut(
        help_text=_(
            "Households that fall due within so many days if nobody goes there: the lists due_in_7, due_in_14, due_in_30."
        )
    )
    expected = ExpectedOut(
        help_text=_("Households owed a visit in so many days if visits go on as in the last twelve weeks.")
    )
    pace_needed = serializers.FloatField(
        min_value=0, help_text=_("Households a day, so that nobody is owed a visit on the last day.")
    )
    pace_now = serializers.FloatField(
        min_value=0, help_text=_("Households met a day in the last four weeks.")
    )
    possible = serializers.FloatField(
        min_value=0,
        help_text=_("Visits a day that the members who look after its households manage, two each."),
    )


class GridAheadOut(serializers.Serializer[GridAhead]):
    """One grid as it would be."""

    code = serializers.CharField(help_text=_("Of a grid that is only drawn, its key."))
    households = serializers.IntegerField(help_text=_("Those that are visited; exempt ones are not."))
    due = DueOut()
    pace_needed = serializers.FloatField(min_value=0)
    possible = serializers.FloatField(min_value=0)


class ComparedOut(serializers.Serializer[Compared]):
    """What a drawing or a proposal would change in what is ahead."""

    days = serializers.IntegerField(help_text=_("Days ahead by which nobody is to be owed a visit."))
    cannot_before = serializers.ListField(
        child=serializers.CharField(), help_text=_("Grids that cannot reach everyone by then today.")
    )
    cannot_after = serializers.ListField(
        child=serializers.CharField(), help_text=_("Grids that could not with the change.")
    )
    grids = GridAheadOut(many=True, help_text=_("Each grid with the change."))


class ForecastOut(serializers.Serializer[Forecast]):
    area = serializers.CharField()
    on = serializers.DateField()
    days = serializers.IntegerField()
    due = DueOut()
    pace_needed = serializers.FloatField()
    pace_now = serializers.FloatField()
    cannot = serializers.ListField(
        child=serializers.CharField(),
        help_text=_("Grids whose needed pace is more than their members manage."),
    )
    total = OutlookOut()
    results = OutlookOut(many=True)
    proposal = ComparedOut(
        required=False, help_text=_("What the proposal that was asked about would change, grid by grid.")
    )
