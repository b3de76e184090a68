"""What is asked of coverage."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import LARGEST_ID, CodeField, DayField, NameField, WholeField
from api.territory.input import OnDay
from geodata.coverage.ahead.forecast import LONGEST
from geodata.coverage.leaves import names
from geodata.coverage.through_time.trend import WEEKS
from geodata.territory import codes


class CoverageQuery(OnDay):
    area = CodeField(help_text=_("The requested area."))
    by = serializers.ChoiceField(
        codes.LEVELS,
        required=False,
        help_text=_("The level of the rows; the next below the area if left out."),
    )
    window = WholeField(
        least=1,
        most=366,
        default=90,
        help_text=_(
            "Days up to the day in which visits count; without permission to see details 30, 90, 180 or 366."
        ),
    )
    category = serializers.SlugField(
        max_length=40, required=False, help_text=_("Only households of this care category.")
    )
    format = serializers.ChoiceField(
        ["json", "geojson"], required=False, help_text=_("Instead of an Accept header.")
    )


class TrendQuery(OnDay):
    area = CodeField(help_text=_("The requested area."))
    by = serializers.ChoiceField(
        codes.LEVELS,
        required=False,
        help_text=_("The level of the rows; no rows but the area itself if left out."),
    )
    weeks = WholeField(
        least=1,
        most=WEEKS,
        default=WEEKS,
        help_text=_("How many weeks back, the week of the day among them."),
    )
    since = DayField(
        required=False, help_text=_("Only this earlier day and the day: what has changed between them.")
    )
    figure = NameField(
        dict.fromkeys(names()), required=False, help_text=_("Only this count; all of them if left out.")
    )
    category = serializers.SlugField(
        max_length=40, required=False, help_text=_("Only households of this care category.")
    )


class ForecastQuery(OnDay):
    area = CodeField(help_text=_("The requested area."))
    by = serializers.ChoiceField(
        codes.LEVELS,
        required=False,
        help_text=_("The level of the rows; the next below the area if left out."),
    )
    days = WholeField(
        least=1, most=LONGEST, default=30, help_text=_("Days ahead by which nobody is to be owed a visit.")
    )
    proposal = WholeField(
        least=1,
        most=LARGEST_ID,
        required=False,
        help_text=_(
            "The number of a proposal of contacts for this area: what all its open lines would change."
        ),
    )
