"""Entitlements: what follows from a match of a policy, who has helped with it, and how far it has come."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, Held, later
from geodata.entitlements.figures import FIGURES


class Action(TextChoices):
    """What the record of access says that somebody did."""

    ENTITLEMENT_MOVED = "entitlement_moved", _("moved an entitlement on")
    ENTITLEMENTS_OPENED = "entitlements_opened", _("opened entitlements of a department")
    AGENCY_SERVICE_RECORDED = "agency_recorded", _("recorded an agency service")
    TRAINING_RECORDED = "training_recorded", _("recorded a policy training")


CONCEPT = Concept(
    name="entitlements",
    after=("calendar", "jobs", "audit", "people", "posts", "contacts", "policies"),
    written=("geodata_entitlementstep", "geodata_agencyservice", "geodata_entitlement"),
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
    ),
    actions=Action,
    figures=FIGURES,
    left=later("geodata.entitlements.retention.households_left"),
    matched=later("geodata.entitlements.following.follow"),
)
