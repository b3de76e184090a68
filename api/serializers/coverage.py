"""What is asked of coverage."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.serializers.areas import OnDay
from api.serializers.fields import CodeField, WholeField
from api.serializers.geojson import BorderShape, CollectionType, FeatureType
from geodata.coverage.counts import Counts, Coverage
from geodata.coverage.figures import FIGURES
from geodata.coverage.hiding import Mark
from geodata.territory import codes


class CoverageQuery(OnDay):
    area = CodeField(help_text=_("The area asked about."))
    by = serializers.ChoiceField(
        codes.LEVELS,
        required=False,
        help_text=_("The level of the rows; the next below the area if left out."),
    )
    window = WholeField(
        least=1,
        most=366,
        default=90,
        help_text=_("Days up to the day in which visits count; without details 30, 90, 180 or 366."),
    )
    category = serializers.SlugField(
        max_length=40, required=False, help_text=_("Only households of this care category.")
    )
    format = serializers.ChoiceField(
        ["json", "geojson"], required=False, help_text=_("Instead of an Accept header.")
    )


class CountsShape(serializers.Serializer[Counts]):
    """An area and its counts; `code` is null for a village's households outside every grid.

    A count that is not told is null, and `hidden` says why: `<5` for 1 to 4, `*` for any other: a question that needs
    the duty to see details, or a count from which a small one could be worked out.
    """

    code = serializers.CharField(allow_null=True)
    name = serializers.CharField(allow_blank=True)
    level = serializers.ChoiceField(codes.LEVELS)
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]

    def get_fields(self) -> dict[str, Any]:
        """With one field for each count of the domain."""
        hidden = serializers.DictField(
            child=serializers.ChoiceField([mark.value for mark in Mark]),
            help_text=_("The counts that are not told, by name: <5 for 1 to 4, * for any other."),
        )
        return super().get_fields() | {name: _count(name) for name in Counts._fields} | {"hidden": hidden}


class CoverageHead(serializers.Serializer[Coverage]):
    area = serializers.CharField()
    on = serializers.DateField()
    window = serializers.IntegerField()
    category = serializers.CharField(allow_null=True)
    of = serializers.DictField(
        child=serializers.CharField(), help_text=_("The denominator of each count, by its name.")
    )
    total = CountsShape(help_text=_("The area itself; the rows add up to it."))


class CoverageShape(CoverageHead):
    results = CountsShape(many=True)


class CountsFeature(serializers.Serializer[Coverage]):
    type = FeatureType()
    id = serializers.CharField(required=False)
    geometry = BorderShape()
    properties = CountsShape()


class CoverageFeatures(CoverageHead):
    type = CollectionType()
    features = CountsFeature(many=True)


def _count(name: str) -> serializers.IntegerField:
    figure = FIGURES.get(name)
    return serializers.IntegerField(
        min_value=0, allow_null=True, help_text=str(figure.label) if figure else None
    )
