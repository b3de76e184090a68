"""Meetings of villages, townships and the county: what is to be decided, what was, and by whom it is done."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, later
from geodata.base.scope import Right


class Action(TextChoices):
    """What the record of access says that somebody did."""

    MEETING_MOVED = "meeting_moved", _("planned, froze, confirmed or cancelled a meeting")
    MEETING_DECIDED = "meeting_decided", _("wrote down what a meeting decided")
    MEETING_RULE_SET = "meeting_rule_set", _("changed when meetings are held")


CONCEPT = Concept(
    name="meetings",
    after=(
        "calendar",
        "jobs",
        "audit",
        "people",
        "posts",
        "contacts",
        "visits",
        "pairing",
        "register",
        "needs",
        "entitlements",
        "campaigns",
        "coverage",
        "plans",
        "projects",
    ),
    rights={
        Right.MEET: _("read meetings and their decisions; leaders and offices hold those of their own area")
    },
    actions=Action,
    by_themselves=(
        "api:meetings",
        "api:freeze_meeting",
        "api:cancel_meeting",
        "api:confirm_minutes",
        "api:add_to_minutes",
        "api:bring_up",
        "api:decide_item",
        "api:decision_done",
        "api:meeting_rules",
    ),
    shown={"gridmap.meet_villages": later("geodata.meetings.shown.villages")},
)
