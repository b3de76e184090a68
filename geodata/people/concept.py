"""People: households, who lives in them, and where they are."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.figures import Figure, holds, within
from geodata.base.manifest import Concept, Held, Kept, MenuEntry, later
from geodata.base.menu import VISITS
from geodata.base.scope import Right
from geodata.people.reaching import FIGURES as REACHED


class Action(TextChoices):
    """What the record of access says that somebody did."""

    OPEN_HOUSEHOLD = "open_household", _("viewed a household with care records")
    FORMER_TOKEN = "former_token", _("looked a household up by a former token")
    CARE_MOVED = "care_moved", _("moved a care record on")
    CATEGORIES_CHANGED = "categories_changed", _("changed care categories")


CARE_UNVERIFIED = f"""household_id IN (
    SELECT r.household_id FROM geodata_carerecord r JOIN geodata_carecategory k ON k.id = r.category_id
    WHERE {within("r.village_id")} AND {holds("r.period")} AND coalesce(
        CASE WHEN r.verified_on <= %(on)s::date THEN r.verified_on ELSE (
            SELECT max(e.verified_on) FROM geodata_carerecordevent e
            WHERE e.pgh_obj_id = r.id AND e.verified_on <= %(on)s::date) END,
        lower(r.period), '-infinity') < %(on)s::date - k.reverify_days)"""
"""On that day some care record had last been verified longer ago than its category allows. What was verified later tells by its
former rows when it was before; what never was counts from its first day."""


CONCEPT = Concept(
    name="people",
    after=("audit", "territory"),
    written=(
        "geodata_carestep",
        "geodata_carerecord",
        "geodata_resident",
        "geodata_livelihood",
        "geodata_occupancyperiod",
        "geodata_placement",
        "geodata_absence",
        "geodata_householdlineage",
        "geodata_tokenalias",
        "geodata_household",
    ),
    kept=(
        Kept(
            "left",
            _("households that left, with their persons"),
            later("geodata.people.retention.left"),
            "KEEP_LEFT_DAYS",
            5 * 365,
        ),
    ),
    left=later("geodata.people.retention.households_left"),
    shown={"gridmap.households": later("geodata.people.shown.were_inside")},
    filters=(
        "geodata.people.filtering.Care",
        "geodata.people.filtering.Age",
        "geodata.people.filtering.Occupancy",
        "geodata.people.filtering.Size",
        "geodata.people.filtering.LivesAlone",
        "geodata.people.filtering.HasPhone",
        "geodata.people.filtering_places.HasPoint",
        "geodata.people.filtering_places.Distance",
        "geodata.people.filtering.Lives",
        "geodata.people.filtering.AreaKind",
        "geodata.people.filtering.VillageIn",
    ),
    facts=(
        "geodata.people.filtering.HOME",
        "geodata.people.filtering.PERSONS",
        "geodata.people.filtering.PERSON",
        "geodata.people.filtering.ALL_CARE",
        "geodata.people.filtering.SHARED_CARE",
        "geodata.people.filtering.OWN_CARE",
        "geodata.people.filtering.LIVELIHOODS",
        "geodata.people.filtering_places.NEAR_WATER",
        "geodata.people.filtering_places.NEAR_RIVER",
        "geodata.people.filtering_places.NEAR_ROAD",
        "geodata.people.filtering_places.NEAR_SETTLEMENT",
    ),
    held=(
        Held(
            "geodata.people.models.Household",
            ("pk",),
            words={"point_datum": later("geodata.people.in_words.datum")},
        ),
        Held("geodata.people.models.Resident"),
        Held("geodata.people.models.CareRecord"),
        Held("geodata.people.models.CareStep", ("record__household",)),
        Held("geodata.people.models.Livelihood"),
        Held("geodata.people.models.OccupancyPeriod"),
        Held("geodata.people.models.Absence"),
        Held("geodata.people.models.Placement"),
        Held("geodata.people.models.HouseholdLineage", ("household", "source")),
        Held("geodata.people.models.TokenAlias"),
    ),
    rights={
        Right.HOUSEHOLDS: _("see lists of households"),
        Right.DETAILS: _("see full names, phones and care records"),
    },
    menu=(
        MenuEntry(
            "categories",
            _("Care categories"),
            51,
            (Right.RULES,),
            group=VISITS,
            about=_("Which special groups there are, and how often they are verified."),
        ),
    ),
    actions=Action,
    by_themselves=(
        "api:categories",
        "api:change_category",
        "api:end_category",
        "api:move_care",
        "care",
        "categories",
        "end_category",
        "move_care",
    ),
    figures=(
        Figure(
            name="households",
            label=pgettext_lazy("figure", "Households"),
            condition="true",
            place=0,
            open=True,
        ),
        Figure(name="exempt", label=_("exempt"), condition="status = 'exempt'", place=100),
        Figure(
            name="left",
            label=_("Moved away or dissolved"),
            condition="true",
            place=110,
            gone=True,
            help=_(
                "Households that had left by that day: by moving away, by being dissolved, or by going on in another one. "
                "No figure and no other list counts them from the day on which they left."
            ),
        ),
        Figure(name="special", label=_("Special households"), condition="special", place=120),
        Figure(
            name="no_point",
            label=_("Without a point"),
            condition="NOT has_point",
            place=140,
            open=True,
            gap="no_point",
            breaks="1,2,5,10",
        ),
        Figure(
            name="no_grid",
            label=_("Outside every grid"),
            condition="grid_id IS NULL",
            place=150,
            open=True,
            gap="no_grid",
        ),
        *REACHED,
        Figure(
            name="care_unverified",
            label=_("Care record to be verified again"),
            condition=CARE_UNVERIFIED,
            place=165,
            gap="care_unverified",
            breaks="2,5,10,20",
        ),
    ),
    silent={
        "record_visit": "the visit itself says who entered it, and when",
    },
    timeline=later("geodata.people.timeline.of_household"),
)
