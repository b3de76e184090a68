"""Needs: problems, suggestions, disputes and requests, on their way through village, township and county."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.manifest import Concept, Held, Kept, MenuEntry, Sealed, later
from geodata.base.scope import Right
from geodata.needs.figures import FIGURES


class Action(TextChoices):
    """What the record of access says that somebody did."""

    NEED_RECORDED = "need_recorded", _("recorded a need")
    NEED_MOVED = "need_moved", _("moved a need on")
    NEED_OPENED = "need_opened", _("opened a sensitive need")
    ATTACHMENT_ADDED = "attachment_added", _("added a file to a need")
    ATTACHMENT_TAKEN = "attachment_taken", _("took a file of a need")
    ATTACHMENT_REMOVED = "attachment_removed", _("removed a file of a need")
    NEED_RULES_CHANGED = "need_rules_changed", _("changed categories or deadlines of needs")


class NoticeKind(TextChoices):
    """What people are told of."""

    NEED_NEW = "need_new", _("A need is waiting to be accepted.")
    NEED_ASSIGNED = "need_assigned", _("A task assigned to you is waiting to be done.")
    ASSIGNMENT_ANSWERED = "assignment_answered", _("An assignment was answered.")
    NEED_DUE = "need_due", _("Needs are due soon.")
    NEED_LATE = "need_late", _("Needs were late and were escalated or are supervised.")


OF_NEED, OPENLY = ("need__household",), (("need__sensitive", False),)
"""Of a household's extract: a sensitive need stands on no page of a household, for it may be about whoever hands it over."""

OF_THE_NEED = "JOIN geodata_need n ON n.id = t.need_id"

NEEDS = pgettext_lazy("menu", "Needs")
"""Under which the pages of needs fold."""

CONCEPT = Concept(
    name="needs",
    after=("calendar", "jobs", "audit", "people", "posts", "contacts", "visits"),
    written=("geodata_needstep", "geodata_dispute", "geodata_needhousehold", "geodata_need"),
    models=("settings_models", "models", "beside_models", "attachment_models", "note_models"),
    held=(
        Held(
            "geodata.needs.models.Need",
            without=("calendar", "named"),
            only=(("sensitive", False),),
            words={"least_level": later("geodata.needs.in_words.least_level")},
        ),
        Held("geodata.needs.models.NeedHousehold", only=OPENLY),
        Held(
            "geodata.needs.models.NeedStep",
            OF_NEED,
            only=OPENLY,
            words={
                "move": later("geodata.needs.in_words.move"),
                "level": later("geodata.needs.in_words.level"),
                "level_after": later("geodata.needs.in_words.level_after"),
                "payload": later("geodata.needs.in_words.details"),
            },
        ),
        Held(
            "geodata.needs.beside_models.Assignment",
            OF_NEED,
            without=("named",),
            only=OPENLY,
            words={
                "category": later("geodata.needs.in_words.category"),
                "level": later("geodata.needs.in_words.level"),
            },
        ),
        Held("geodata.needs.beside_models.Dispute", OF_NEED, only=OPENLY),
        Held(
            "geodata.needs.attachment_models.Attachment",
            OF_NEED,
            only=OPENLY,
            without=("sealed_name", "content"),
        ),
        Held("geodata.needs.beside_models.Consultation", OF_NEED, only=OPENLY),
        Held(
            "geodata.needs.beside_models.Supervision",
            OF_NEED,
            only=OPENLY,
            words={"level": later("geodata.needs.in_words.level")},
        ),
    ),
    sealed=(
        Sealed("geodata_need", "sealed", "t.client_id"),
        Sealed("geodata_need", "sealed_result", "t.client_id"),
        Sealed("geodata_needstep", "payload", "n.client_id", OF_THE_NEED, within="sealed"),
        Sealed("geodata_dispute", "parties", "n.client_id", OF_THE_NEED),
        Sealed("geodata_dispute", "agreement", "n.client_id", OF_THE_NEED),
        Sealed("geodata_attachment", "sealed_name", "t.id"),
        Sealed("geodata_attachment", "content", "t.id"),
    ),
    rights={
        Right.NEED: _("record and read needs, and move those of the own level"),
        Right.DISPATCH: _("assign, return, escalate and supervise needs"),
        Right.UNIT: _("answer what is assigned to the own department"),
    },
    menu=(
        MenuEntry(
            "needs",
            _("Ledger of needs"),
            27,
            (Right.NEED,),
            group=NEEDS,
            about=_("What people have raised, how far each has come, and by when it is due."),
        ),
        MenuEntry(
            "needs_mine",
            _("My needs"),
            26,
            (Right.NEED,),
            group=NEEDS,
            about=_("What of needs waits for you, by the day on which it is due."),
        ),
        MenuEntry(
            "needs_board",
            _("Board of needs"),
            28,
            (Right.NEED,),
            group=NEEDS,
            about=_("Needs under way, a column for each state."),
        ),
        MenuEntry(
            "assignments",
            _("Assignments"),
            29,
            (Right.NEED, Right.UNIT),
            group=NEEDS,
            about=_("What was given to you, your office or your department, and by when."),
        ),
        MenuEntry(
            "needs_analysis",
            _("Analysis of needs"),
            31,
            (Right.NEED,),
            group=NEEDS,
            about=_(
                "What was found where, where it was settled and how long it took, in three rates, of any time."
            ),
        ),
        MenuEntry(
            "need_settings",
            _("Categories and deadlines"),
            32,
            (Right.RULES,),
            group=NEEDS,
            about=_("What needs are about, and by when they are settled at each level."),
        ),
    ),
    actions=Action,
    notices=NoticeKind,
    asking={
        NoticeKind.NEED_NEW: later("geodata.needs.notices.waiting"),
        NoticeKind.NEED_ASSIGNED: later("geodata.needs.notices.assigned"),
        NoticeKind.NEED_DUE: later("geodata.needs.notices.due"),
        NoticeKind.NEED_LATE: later("geodata.needs.notices.stands_there"),
        NoticeKind.ASSIGNMENT_ANSWERED: later("geodata.needs.notices.stands_there"),
    },
    by_themselves=(
        "api:needs",
        "api:need_of_note",
        "old_note",
        "api:need_moves",
        "api:need_attachments",
        "api:need_attachment",
        "attach_to_need",
        "remove_attachment",
        "api:answer_supervision",
        "api:assignment_moves",
        "api:add_need_category",
        "api:change_need_category",
        "api:end_need_category",
        "api:set_need_deadline",
        "api:end_need_deadline",
        "need_settings",
        "end_need_category",
        "set_need_deadline",
        "end_need_deadline",
        "new_need",
        "move_need",
        "answer_supervision",
        "answer_assignment",
    ),
    silent={"api:leave_note": "one's own note stays what it is"},
    figures=FIGURES,
    kept=(
        Kept(
            "needs",
            _("texts and parties of closed needs"),
            later("geodata.needs.retention.texts"),
            "KEEP_NEEDS_DAYS",
            5 * 365,
        ),
        Kept(
            "sensitive_needs",
            _("texts of closed sensitive needs"),
            later("geodata.needs.retention.sensitive_texts"),
            "KEEP_SENSITIVE_NEEDS_DAYS",
            2 * 365,
        ),
        Kept("old_notes", _("offers of old notes as needs"), later("geodata.needs.retention.old_notes")),
    ),
    left=later("geodata.needs.retention.households_left"),
    today=later("geodata.needs.today.at_households"),
    timeline=later("geodata.needs.timeline.of_household"),
    shown={
        "gridmap.need_villages": later("geodata.needs.shown.villages"),
        "gridmap.need_grids": later("geodata.needs.shown.grids"),
        "gridmap.need_households": later("geodata.needs.shown.households"),
        "gridmap.sensitive_villages": later("geodata.needs.shown.sensitive_villages"),
        "gridmap.highest_villages": later("geodata.needs.shown.highest_villages"),
        "gridmap.needs_at_hand": later("geodata.needs.shown.nothing"),
    },
)
