"""Coverage: the questions about households and areas on a day."""

from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, Held, MenuEntry
from geodata.base.scope import Right

CONCEPT = Concept(
    name="coverage",
    after=("jobs", "pairing", "entitlements", "visits"),
    held=(
        Held(
            "geodata.coverage.models.HouseholdFacts",
            left_out=_("derived each day from what stands here"),
        ),
    ),
    rights={
        Right.COUNTS: _("see coverage figures of areas"),
    },
    menu=(
        MenuEntry("home", _("Home"), 0, about=_("What is open in your area, each number with its list.")),
        MenuEntry(
            "coverage",
            _("Coverage map"),
            10,
            (Right.COUNTS,),
            about=_("Where visits fall behind, from the county down to the grid."),
        ),
        MenuEntry(
            "gaps",
            _("Household lists"),
            20,
            (Right.HOUSEHOLDS,),
            about=_("Households by what is missing, and what to do about it."),
        ),
    ),
    beside=(
        MenuEntry("trend", _("Trend"), 11, (Right.COUNTS,)),
        MenuEntry("forecast", _("What is ahead"), 12, (Right.COUNTS,)),
    ),
    by_themselves=(
        "export_xlsx",
        "export_csv",
        "export_geojson",
        "export_gpkg",
    ),
)
