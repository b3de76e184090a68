"""Figures of households that nobody can call.

How a household is lived in and whether somebody is away are dated, so that a past day is judged by its own. Phones are not:
they are those that are recorded now.
"""

from django.utils.translation import gettext_lazy as _

from geodata.base.figures import Figure, holds, within

NOBODYS = f"""household_id IN (SELECT unnest(ARRAY(
    SELECT h.id FROM geodata_household h WHERE {within("h.village_id")} AND h.phones = '{{}}'::varchar(20)[])))"""
"""By its index; out of an array, of which the planner expects ten. Behind policies it expects a single household to be without a
phone, and would look through all of them for each household of a county.
"""
REACHED = f"""household_id IN (SELECT a.household_id FROM geodata_absence a
    WHERE {within("a.village_id")} AND {holds("a.period")} AND a.phone <> '')"""
"""Those who are away have said under which number they can be reached."""
OF_OTHERS = f"""household_id IN (SELECT a.household_id FROM geodata_absence a
    WHERE {within("a.village_id")} AND {holds("a.period")} AND a.stays IN ('elderly', 'children'))"""
"""The household's phone is of those who stay."""
AWAY = f"""household_id IN (SELECT o.household_id FROM geodata_occupancyperiod o
    WHERE {within("o.village_id")} AND o.occupancy = 'seasonal' AND {holds("o.period")})"""

FIGURES = (
    Figure(
        name="no_phone",
        label=_("Without a phone"),
        condition=f"NOT exempt AND {NOBODYS} AND NOT {REACHED}",
        place=170,
        gap="no_phone",
        breaks="2,5,10,20",
        help=_(
            "Households that live here or are away for a season, and of whom no phone is recorded. Ask for one at the next "
            "visit. On a past day: who lived here then, by the phones that are recorded now."
        ),
    ),
    Figure(
        name="away_no_phone",
        label=_("Away without a phone"),
        condition=f"{AWAY} AND NOT {REACHED} AND ({NOBODYS} OR {OF_OTHERS})",
        place=180,
        gap="away_no_phone",
        breaks="1,2,5,10",
        help=_(
            "Households that are away for a season and cannot be called: no phone of those who are away is recorded, or only "
            "that of the elderly or children who stay. On a past day: who was away then, by the phones that are recorded now."
        ),
    ),
)
