"""Areas: what is asked, and what is answered."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.serializers.base import Query
from api.serializers.bbox import BoxField
from api.serializers.fields import CodeField, DayField
from api.serializers.geojson import BorderShape, CollectionShape, FeatureShape
from geodata.territory import codes
from geodata.territory.models import Area


class OnDay(Query):
    on = DayField(required=False, help_text=_("The day; today if left out."))


class AreasQuery(OnDay):
    level = serializers.ChoiceField(codes.LEVELS, required=False, help_text=_("Only areas of this level."))
    within = CodeField(required=False, help_text=_("Only this area and all below it."))
    bbox = BoxField(required=False, help_text=_("Only areas that meet west,south,east,north (degrees)."))


class PlaceShape(serializers.Serializer[Area]):
    code = serializers.CharField()
    name = serializers.CharField()
    level = serializers.ChoiceField(Area.Level.choices)


class AreaProperties(PlaceShape):
    kind = serializers.ChoiceField(Area.Kind.choices, allow_blank=True)
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]


class AreaShape(FeatureShape):
    geometry = BorderShape()
    properties = AreaProperties()


class AreasShape(CollectionShape):
    features = AreaShape(many=True)


class SizeShape(serializers.Serializer[object]):
    """On the spheroid."""

    m2 = serializers.FloatField()
    ha = serializers.FloatField()
    mu = serializers.FloatField(help_text="亩")


class OneAreaProperties(AreaProperties):
    ancestors = PlaceShape(many=True, help_text=_("From the top down, names only."))
    size = SizeShape(allow_null=True)


class OneAreaShape(FeatureShape):
    on = serializers.DateField()
    geometry = BorderShape()
    properties = OneAreaProperties()
