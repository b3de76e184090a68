"""Boundary plans: grids drawn anew."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, MenuEntry, later
from geodata.base.scope import Right


class Action(TextChoices):
    """What the record of access says that somebody did."""

    PLAN_CHANGED = "plan_changed", _("drew or changed a boundary plan")
    PLAN_OPENED = "plan_opened", _("opened the drawing of a boundary plan")
    PLAN_MOVED = "plan_moved", _("moved a boundary plan on")


class NoticeKind(TextChoices):
    """What people are told of."""

    PLAN_SUBMITTED = "plan_submitted", _("A boundary plan is waiting for your approval.")
    PLAN_APPROVED = "plan_approved", _("Your boundary plan was approved.")
    PLAN_REJECTED = "plan_rejected", _("Your boundary plan was rejected.")
    GRIDS_REDRAWN = "grids_redrawn", _("The grids of your area are being redrawn.")


CONCEPT = Concept(
    name="plans",
    after=("jobs", "coverage"),
    rights={
        Right.PLAN: _("redraw grids"),
        Right.APPROVE: _("approve and publish boundary plans"),
    },
    menu=(
        MenuEntry(
            "plans",
            _("Boundary plans"),
            70,
            (Right.PLAN, Right.APPROVE),
            about=_("New borders of grids: drawn, approved, published."),
        ),
    ),
    actions=Action,
    by_themselves=(
        "new_plan",
        "api:plans",
        "api:plan_file",
        "api:plan_propose",
        "api:plan",
        "api:plan_moves",
        "plan",
    ),
    silent={
        "draw_plan": "a draft moves nobody, and its opening is on record",
        "api:drawing": "a draft moves nobody, and its opening is on record",
        "api:drawing_check": "asks, and changes nothing",
        "api:plan_halves": "asks, and changes nothing",
        "api:plan_lasso": "asks, and changes nothing",
        "api:plan_slivers": "asks, and changes nothing",
    },
    notices=NoticeKind,
    asking={NoticeKind.PLAN_SUBMITTED: later("geodata.plans.notices.waiting_plans")},
)
