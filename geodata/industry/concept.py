"""Industry: co-operatives, enterprises beside villages, specialists, sales, offers and mean incomes of villages."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, Held, later


class Action(TextChoices):
    """What the record of access says that somebody did."""

    INDUSTRY_CHANGED = "industry_changed", _("changed what is kept of industry")


CONCEPT = Concept(
    name="industry",
    after=("jobs", "audit", "people", "posts", "contacts", "services"),
    written=("geodata_coopmembership",),
    held=(Held("geodata.industry.models.CoopMembership"),),
    actions=Action,
    left=later("geodata.industry.retention.households_left"),
)
