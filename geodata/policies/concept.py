"""Policies: their catalogue, what is asked at doors, and what the rules say of each household."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, Held, Kept, MenuEntry, later
from geodata.base.menu import SUPPORT
from geodata.base.scope import Right


class Action(TextChoices):
    """What the record of access says that somebody did."""

    POLICY_WRITTEN = "policy_written", _("wrote a policy")
    POLICY_MOVED = "policy_moved", _("moved a policy on")
    POLICY_TRIED = "policy_tried", _("tried a policy's rule")
    DOOR_ANSWERED = "door_answered", _("recorded an answer at a door")


"""Under which the pages of policies fold."""

CONCEPT = Concept(
    name="policies",
    after=("calendar", "jobs", "audit", "people", "posts", "contacts"),
    models=("models", "trial_models"),
    written=("geodata_dooranswer",),
    held=(
        Held(
            "geodata.policies.models.DoorAnswer",
            without=("visit_client_id",),
            words={
                "question": later("geodata.policies.in_words.question"),
                "value": later("geodata.policies.in_words.value"),
            },
        ),
        Held(
            "geodata.policies.models.Matching",
            left_out=_("worked out from the register and the answers, which stand here themselves"),
        ),
    ),
    rights={
        Right.POLICY: _("write policies, check them and put them in force"),
        Right.ENTITLE: _("ask at doors, and follow what somebody is entitled to"),
    },
    menu=(
        MenuEntry(
            "policies",
            _("Policy catalogue"),
            33,
            (Right.POLICY, Right.ENTITLE),
            group=SUPPORT,
            about=_(
                "What departments give, whom it is for, what to bring, and until when it is applied for."
            ),
        ),
    ),
    by_themselves=(
        "new_policy",
        "draft_version",
        "change_version",
        "move_version",
        "try_version",
        "answer_at_door",
        "api:policies",
        "api:policy_versions",
        "api:policy_version",
        "api:policy_moves",
        "api:policy_trial",
        "api:door_answers",
    ),
    kept=(
        Kept(
            "door_answers",
            _("answers at doors that have expired"),
            later("geodata.policies.retention.expired_answers"),
            "KEEP_DOOR_ANSWERS_DAYS",
            365,
        ),
    ),
    left=later("geodata.policies.retention.households_left"),
    actions=Action,
    filters=("geodata.policies.filtering.Answer",),
    facts=("geodata.policies.filtering.ANSWERS", "geodata.policies.filtering.OWN_ANSWERS"),
    shown={
        "gridmap.entitle_villages": later("geodata.policies.shown.villages"),
        "gridmap.entitle_grids": later("geodata.policies.shown.grids"),
        "gridmap.entitle_households": later("geodata.policies.shown.households"),
    },
)
