"""Areas, as they are answered."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.geojson.output import BorderOut, CollectionOut, FeatureOut
from geodata.territory.models import Area


class PlaceOut(serializers.Serializer[Area]):
    code = serializers.CharField()
    name = serializers.CharField()
    level = serializers.ChoiceField(Area.Level.choices)


class AreaProperties(PlaceOut):
    kind = serializers.ChoiceField(Area.Kind.choices, allow_blank=True)
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]


class AreaOut(FeatureOut):
    geometry = BorderOut()
    properties = AreaProperties()


class AreasOut(CollectionOut):
    features = AreaOut(many=True)


class SizeOut(serializers.Serializer[object]):
    """On the spheroid."""

    m2 = serializers.FloatField()
    ha = serializers.FloatField()
    mu = serializers.FloatField(help_text="亩")


class OneAreaProperties(AreaProperties):
    ancestors = PlaceOut(many=True, help_text=_("Names only, from the top down."))
    size = SizeOut(allow_null=True)


class OneAreaOut(FeatureOut):
    on = serializers.DateField()
    geometry = BorderOut()
    properties = OneAreaProperties()
