"""What is asked of areas."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import CodeField, DayField
from api.base.serializers import Query
from api.geojson.bbox import BoxField
from geodata.territory import codes


class OnDay(Query):
    on = DayField(required=False, help_text=_("The day; today if left out."))


class AreasQuery(OnDay):
    level = serializers.ChoiceField(codes.LEVELS, required=False, help_text=_("Only areas of this level."))
    within = CodeField(required=False, help_text=_("Only this area and everything below it."))
    bbox = BoxField(required=False, help_text=_("Only areas that intersect west,south,east,north (degrees)."))
