"""Roll-calls: who must be reached, who is, who is not, and why."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, Held, Kept, MenuEntry, later
from geodata.base.menu import VISITS
from geodata.base.scope import Right
from geodata.campaigns.counting import FIGURES


class Action(TextChoices):
    """What the record of access says that somebody did."""

    CAMPAIGN_DRAFTED = "campaign_drafted", _("drafted a roll-call")
    CAMPAIGN_MOVED = "campaign_moved", _("opened, closed or added to a roll-call")
    CAMPAIGN_RESULT = "campaign_result", _("recorded a result of a roll-call")
    PLACE_TASK_MOVED = "place_task_moved", _("gave a place task or moved it on")


class NoticeKind(TextChoices):
    """What people are told of; a drill says so in its kind."""

    CAMPAIGN_OPENED = "campaign_opened", _("A roll-call was opened: households are waiting for you.")
    CAMPAIGN_CLIMBED = "campaign_climbed", _("Households that nobody has reached were handed up to you.")
    DRILL_OPENED = "drill_opened", _("Drill: a roll-call was opened, households are waiting for you.")
    DRILL_CLIMBED = "drill_climbed", _("Drill: households that nobody has reached were handed up to you.")


CONCEPT = Concept(
    name="campaigns",
    after=(
        "calendar",
        "jobs",
        "audit",
        "people",
        "posts",
        "contacts",
        "visits",
        "needs",
        "policies",
        "services",
    ),
    written=("geodata_campaignresult", "geodata_campaigntarget"),
    held=(
        Held(
            "geodata.campaigns.models.CampaignTarget",
            words={"why": later("geodata.campaigns.in_words.why")},
        ),
        Held(
            "geodata.campaigns.models.CampaignResult",
            words={"answers": later("geodata.campaigns.in_words.answers")},
        ),
        Held(
            "geodata.campaigns.models.PlaceTask",
            by=(),
            left_out=_("a task at a place, which names no household"),
        ),
    ),
    asking=dict.fromkeys(NoticeKind, later("geodata.campaigns.notices.open_campaigns")),
    naming=dict.fromkeys(NoticeKind, later("geodata.campaigns.notices.named")),
    rights={Right.CAMPAIGN: _("tell results of roll-calls, and open them for townships and the county")},
    menu=(
        MenuEntry(
            "campaigns",
            _("Roll-calls"),
            41,
            (Right.CAMPAIGN,),
            group=VISITS,
            about=_("Who must be reached before the cold or the flood comes, and who still is not."),
        ),
    ),
    actions=Action,
    by_themselves=(
        "api:campaigns",
        "api:campaign_moves",
        "api:add_campaign_targets",
        "api:campaign_results",
        "api:give_place_task",
        "api:place_task_moves",
        "new_campaign",
        "move_campaign",
        "tell_campaign",
        "campaign_lists",
        "campaign_sheet",
        "give_task",
        "move_task",
    ),
    silent={"api:campaign_preview": "it counts, and keeps nothing"},
    figures=FIGURES,
    kept=(
        Kept(
            "campaign_answers",
            _("answers in roll-calls that are closed"),
            later("geodata.campaigns.retention.answers"),
            "KEEP_CAMPAIGN_ANSWERS_DAYS",
            90,
        ),
    ),
    left=later("geodata.campaigns.retention.households_left"),
    notices=NoticeKind,
    shown={
        "gridmap.campaign_villages": later("geodata.campaigns.shown.villages"),
        "gridmap.campaign_grids": later("geodata.campaigns.shown.grids"),
        "gridmap.campaign_households": later("geodata.campaigns.shown.households"),
    },
)
