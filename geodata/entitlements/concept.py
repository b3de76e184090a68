"""Entitlements: what follows from a match of a policy, who has helped with it, and how far it has come."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, Held, Kept, MenuEntry, later
from geodata.base.menu import SUPPORT
from geodata.base.scope import Right
from geodata.entitlements.figures import FIGURES


class Action(TextChoices):
    """What the record of access says that somebody did."""

    ENTITLEMENT_MOVED = "entitlement_moved", _("moved an entitlement on")
    ENTITLEMENTS_OPENED = "entitlements_opened", _("opened entitlements of a department")
    AGENCY_SERVICE_RECORDED = "agency_recorded", _("recorded an agency service")
    LIST_COMPARED = "list_compared", _("compared a list of a department")
    SHEET_PRINTED = "sheet_printed", _("printed a household's sheet of policies")
    SHEET_HANDED_OVER = "sheet_handed_over", _("handed over a sheet or leaflet of policies")
    TRAINING_RECORDED = "training_recorded", _("recorded a policy training")


"""Under which the pages of policies fold."""

CONCEPT = Concept(
    name="entitlements",
    after=("calendar", "jobs", "audit", "people", "posts", "contacts", "cards", "policies"),
    models=("models", "list_models", "sheet_models"),
    written=(
        "geodata_listrow",
        "geodata_listrun",
        "geodata_cardline",
        "geodata_entitlementstep",
        "geodata_agencyservice",
        "geodata_entitlement",
    ),
    held=(
        Held(
            "geodata.entitlements.models.Entitlement",
            words={
                "policy": later("geodata.entitlements.in_words.policy"),
                "policy_version": later("geodata.entitlements.in_words.policy_version"),
            },
        ),
        Held(
            "geodata.entitlements.models.EntitlementStep",
            ("entitlement__household",),
            words={
                "move": later("geodata.entitlements.in_words.move"),
                "reason": later("geodata.entitlements.in_words.reason"),
            },
        ),
        Held("geodata.entitlements.models.AgencyService", without=("client_id", "body_hash")),
        Held("geodata.entitlements.list_models.ListRow"),
        Held(
            "geodata.entitlements.sheet_models.CardLine",
            words={
                "card": later("geodata.entitlements.in_words.card"),
                "entitlement": later("geodata.entitlements.in_words.entitlement"),
                "policy_version": later("geodata.entitlements.in_words.version_printed"),
            },
        ),
    ),
    menu=(
        MenuEntry(
            "entitlements",
            _("Entitlements"),
            31,
            (Right.ENTITLE,),
            group=SUPPORT,
            about=_("Who may be entitled to what, whom to tell, and how far each has come."),
        ),
        MenuEntry(
            "entitlements_funnel",
            _("How far entitlements have come"),
            32,
            (Right.ENTITLE,),
            group=SUPPORT,
            about=_(
                "Of each policy how many are possible, told, applied for, granted and paid, by area too."
            ),
        ),
        MenuEntry(
            "trainings",
            _("Policy trainings"),
            34,
            (Right.ENTITLE,),
            group=SUPPORT,
            about=_("Trainings and talks about policies, and how many came."),
        ),
    ),
    actions=Action,
    by_themselves=(
        "api:entitlements",
        "api:entitlement_moves",
        "api:entitlements_move",
        "api:agency_services",
        "api:trainings",
        "api:entitlement_lists",
        "api:take_over_line",
        "move_entitlements",
        "move_entitlement",
        "take_over_line",
        "record_agency",
        "household_sheet",
        "api:household_sheet",
        "trainings",
    ),
    figures=FIGURES,
    filters=("geodata.entitlements.filtering.Entitled",),
    facts=(
        "geodata.entitlements.filtering.ALL",
        "geodata.entitlements.filtering.SHARED",
        "geodata.entitlements.filtering.OWN",
    ),
    today=later("geodata.entitlements.today.at_households"),
    kept=(
        Kept(
            "list_rows",
            _("lines of departments' lists"),
            later("geodata.entitlements.retention.old_list_rows"),
            "KEEP_LIST_ROWS_DAYS",
            180,
        ),
    ),
    left=later("geodata.entitlements.retention.households_left"),
    matched=later("geodata.entitlements.following.follow"),
)
