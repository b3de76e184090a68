"""What is asked of coverage."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.serializers.areas import OnDay
from api.serializers.fields import CodeField, WholeField
from geodata.territory import codes


class CoverageQuery(OnDay):
    area = CodeField(help_text=_("The area asked about."))
    by = serializers.ChoiceField(
        codes.LEVELS,
        required=False,
        help_text=_("The level of the rows; the next below the area if left out."),
    )
    window = WholeField(
        least=1, most=366, default=90, help_text=_("Days up to the day in which visits count.")
    )
    category = serializers.SlugField(
        max_length=40, required=False, help_text=_("Only households of this care category.")
    )
    format = serializers.ChoiceField(
        ["json", "geojson"], required=False, help_text=_("Instead of an Accept header.")
    )
