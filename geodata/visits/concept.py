"""Visits: their record, the inbox, and how often they are due."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, Held, Kept, MenuEntry, later
from geodata.base.menu import VISITS
from geodata.base.scope import Right
from geodata.visits.figures import FIGURES


class Action(TextChoices):
    """What the record of access says that somebody did."""

    TAKEN_ALONG = "taken_along", _("took households along on a phone")
    VISIT_CORRECTED = "visit_corrected", _("corrected or withdrew a visit")
    RULES_CHANGED = "rules_changed", _("changed visit rules")
    VISIT_DECIDED = "visit_decided", _("decided on a visit of the inbox")


class NoticeKind(TextChoices):
    """What people are told of."""

    VISIT_HELD = "visit_held", _("Visits in the inbox are waiting for your decision.")
    VISIT_ACCEPTED = "visit_accepted", _("The office accepted your visit.")
    VISIT_REFUSED = "visit_refused", _("The office refused your visit.")


CONCEPT = Concept(
    name="visits",
    after=("audit", "contacts"),
    models=("models", "held"),
    written=("geodata_visitor", "geodata_visit"),
    held=(
        Held("geodata.visits.models.Visit"),
        Held("geodata.visits.models.Visitor", ("visit__household",)),
        Held(
            "geodata.visits.held.HeldVisit",
            ("token",),
            words={"visitors": later("geodata.visits.visitors.names_of_held")},
        ),
        Held("geodata.visits.held.HeldVisitStep", ("held__token",)),
    ),
    rights={
        Right.VISIT: _("record visits"),
        Right.RULES: _("set how often households are visited"),
    },
    menu=(
        MenuEntry(
            "ledger",
            _("Visit ledger"),
            30,
            (Right.DETAILS,),
            group=VISITS,
            about=_("Every visit; visits on paper are entered here."),
        ),
        MenuEntry(
            "inbox",
            _("Visit inbox"),
            40,
            (Right.LINK,),
            group=VISITS,
            about=_("Visits that could not be recorded by themselves."),
        ),
        MenuEntry(
            "rules",
            _("Visit rules"),
            50,
            (Right.RULES,),
            group=VISITS,
            about=_("How often each group is visited."),
        ),
    ),
    kept=(
        Kept(
            "notes",
            _("notes and places of visits"),
            later("geodata.visits.retention.notes"),
            "KEEP_NOTES_DAYS",
            3 * 365,
        ),
        Kept(
            "withdrawn",
            _("visits that were withdrawn from the inbox"),
            later("geodata.visits.retention.withdrawn"),
            "KEEP_WITHDRAWN_DAYS",
            92,
        ),
    ),
    left=later("geodata.visits.retention.households_left"),
    actions=Action,
    figures=FIGURES,
    by_themselves=(
        "ledger_xlsx",
        "ledger_csv",
        "api:end_rule",
        "api:rules",
        "api:undo_visit",
        "api:visit",
        "api:void_visit",
        "correct_visit",
        "end_rule",
        "rules",
        "undo_visit",
        "void_visit",
    ),
    silent={
        "paper_entry": "the visit itself says who entered it, and when",
        "api:visits": "the visit itself says who entered it, and when",
        "decide_held": "the entry in the inbox says who decided, and when",
        "api:accept_held": "the entry in the inbox says who decided, and when",
        "api:refuse_held": "the entry in the inbox says who decided, and when",
        "api:inbox": "the entry in the inbox says who sent it, and when",
        "api:withdraw_held": "one's own entry in the inbox",
        "api:sent_visits": "asks, and changes nothing",
        "today_left": "what comes along stands in the inbox with its maker and time",
    },
    notices=NoticeKind,
    asking={NoticeKind.VISIT_HELD: later("geodata.visits.notices.inbox")},
    timeline=later("geodata.visits.timeline.of_household"),
)
