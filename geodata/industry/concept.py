"""Industry: co-operatives, enterprises beside villages, specialists, sales, offers and mean incomes of villages."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, Held, MenuEntry, later
from geodata.base.menu import SUPPORT
from geodata.base.scope import Right


class Action(TextChoices):
    """What the record of access says that somebody did."""

    INDUSTRY_CHANGED = "industry_changed", _("changed what is kept of industry")


CONCEPT = Concept(
    name="industry",
    after=("jobs", "audit", "people", "posts", "contacts", "services"),
    written=("geodata_coopmembership",),
    held=(Held("geodata.industry.models.CoopMembership"),),
    menu=(
        MenuEntry(
            "industry",
            _("Industry"),
            38,
            (Right.REGISTER,),
            group=SUPPORT,
            about=_("Co-operatives, enterprises beside villages, guidance, sales and offers."),
        ),
    ),
    actions=Action,
    by_themselves=(
        "api:cooperatives",
        "api:cooperative_moves",
        "api:enterprises",
        "api:enterprise_moves",
        "api:specialists",
        "api:specialist_moves",
        "api:guidance",
        "api:guidance_moves",
        "api:sales",
        "api:sale_moves",
        "api:offers",
        "api:offer_moves",
        "api:incomes",
        "cooperatives",
        "enterprises",
        "specialists",
        "guidance",
        "sales",
        "offers",
        "incomes",
        "change_cooperative",
        "change_enterprise",
        "change_specialist",
        "change_guidance",
        "change_sale",
        "change_offer",
    ),
    left=later("geodata.industry.retention.households_left"),
)
