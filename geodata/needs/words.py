"""States, moves and kinds of a need, as everybody calls them."""

from enum import IntEnum

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    NEW = "new", pgettext_lazy("need", "new")
    ACCEPTED = "accepted", pgettext_lazy("need", "accepted")
    CONSULTING = "consulting", pgettext_lazy("need", "in consultation")
    ASSIGNED = "assigned", pgettext_lazy("need", "assigned")
    IN_PROGRESS = "in_progress", pgettext_lazy("need", "in progress")
    DONE = "done", pgettext_lazy("need", "done")
    FOLLOWED_UP = "followed_up", pgettext_lazy("need", "followed up")
    CLOSED = "closed", pgettext_lazy("need", "closed")
    DECLINED = "declined", pgettext_lazy("need", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("need", "withdrawn")
    MERGED = "merged", pgettext_lazy("need", "merged")


OPEN = (State.NEW, State.ACCEPTED, State.CONSULTING, State.ASSIGNED, State.IN_PROGRESS)
"""Somebody has to do something about it, by a day."""
ENDED = (State.CLOSED, State.DECLINED, State.WITHDRAWN, State.MERGED)


class Move(TextChoices):
    """As the buttons call them."""

    RECORD = "record", pgettext_lazy("need", "Record")
    SETTLE_AT_ONCE = "settle_at_once", pgettext_lazy("need", "Settled on the spot")
    ACCEPT = "accept", pgettext_lazy("need", "Accept")
    DECLINE = "decline", pgettext_lazy("need", "Decline")
    MERGE = "merge", pgettext_lazy("need", "Merge")
    CONSULT = "consult", pgettext_lazy("need", "Consult")
    CONCLUDE = "conclude", pgettext_lazy("need", "End the consultation")
    ASSIGN = "assign", pgettext_lazy("need", "Assign")
    REFUSE = "refuse", pgettext_lazy("need", "Refuse the assignment")
    BEGIN = "begin", pgettext_lazy("need", "Begin")
    SETTLE = "settle", pgettext_lazy("need", "Settled")
    FINISH = "finish", pgettext_lazy("need", "Done")
    ESCALATE = "escalate", pgettext_lazy("need", "Escalate")
    RETURN = "return", pgettext_lazy("need", "Return")
    EXTEND_ASK = "extend_ask", pgettext_lazy("need", "Ask for more time")
    EXTEND_GRANT = "extend_grant", pgettext_lazy("need", "Grant more time")
    EXTEND_REFUSE = "extend_refuse", pgettext_lazy("need", "Grant no more time")
    FOLLOW_UP = "follow_up", pgettext_lazy("need", "Follow up")
    CLOSE = "close", pgettext_lazy("need", "Close")
    REOPEN = "reopen", pgettext_lazy("need", "Reopen")
    WITHDRAW = "withdraw", pgettext_lazy("need", "Withdraw")
    RECALCULATE = "recalculate", pgettext_lazy("need", "Deadline reckoned anew")


class Kind(TextChoices):
    PROBLEM = "problem", pgettext_lazy("need", "problem")
    SUGGESTION = "suggestion", pgettext_lazy("need", "suggestion")
    DISPUTE = "dispute", pgettext_lazy("need", "dispute")
    REQUEST = "request", pgettext_lazy("need", "request")


class Urgency(IntegerChoices):
    ORDINARY = 1, pgettext_lazy("need", "ordinary")
    URGENT = 2, pgettext_lazy("need", "urgent")
    EMERGENCY = 3, pgettext_lazy("need", "emergency")


class Level(IntegerChoices):
    """Who settles it."""

    VILLAGE = 1, pgettext_lazy("need", "village")
    TOWNSHIP = 2, pgettext_lazy("need", "township")
    COUNTY = 3, pgettext_lazy("need", "county")


class Source(TextChoices):
    VISIT = "visit", pgettext_lazy("need", "visit")
    OFFICE = "office", pgettext_lazy("need", "at the office")
    PHONE = "phone", pgettext_lazy("need", "by phone")
    MEETING = "meeting", pgettext_lazy("need", "meeting")
    CAMPAIGN = "campaign", pgettext_lazy("need", "campaign")
    RESIDENT = "resident", pgettext_lazy("need", "by the resident")
    HOTLINE = "hotline", pgettext_lazy("need", "hotline")
    LEDGER = "ledger", pgettext_lazy("need", "earlier ledger")


class SettledIn(TextChoices):
    GRID = "grid", pgettext_lazy("need settled in the", "grid")
    VILLAGE = "village", pgettext_lazy("need settled in the", "village")
    TOWNSHIP = "township", pgettext_lazy("need settled in the", "township")
    COUNTY = "county", pgettext_lazy("need settled in the", "county")


class How(TextChoices):
    SPOT = "spot", pgettext_lazy("need", "on the spot")
    CONSULTED = "consulted", pgettext_lazy("need", "after a consultation")
    ASSIGNED = "assigned", pgettext_lazy("need", "by assignment")


class Answer(TextChoices):
    """Of those concerned, when they are asked afterwards."""

    SATISFIED = "satisfied", pgettext_lazy("need", "satisfied")
    MOSTLY = "mostly", pgettext_lazy("need", "mostly satisfied")
    NOT = "not", pgettext_lazy("need", "not satisfied")
    NONE = "none", pgettext_lazy("need", "no answer")


CONTENT = (Answer.SATISFIED, Answer.MOSTLY)


class Declined(TextChoices):
    """Why nothing is done about it."""

    IN_COURT = "in_court", _("it is before a court")
    NOT_PUBLIC = "not_public", _("it is no public matter")
    DUPLICATE = "duplicate", _("it is recorded already")
    ASKS_NOTHING = "asks_nothing", _("nothing is asked for")


class Part(IntEnum):
    """Who somebody is to a need: what the table of moves asks for."""

    OWN = 1  # looks after its household
    LINE = 2  # leader, cadre or officer of its grid or village
    TOWNSHIP = 3
    COUNTY = 4
    HOLDER = 5  # of the level that holds it
    DECLINER = 6  # the holder; of a dispute in the village the township
    DISCREET = 7  # the holder of a sensitive one, which nobody below sees
    GRANTOR = 8  # of more time: who has assigned it, or else the level above
    ASSIGNEE = 9  # to whom it is assigned
    RECORDER = 10
    FOLLOWER = 11  # has asked those concerned
    SERVICE = 12  # by itself, when its time has come
