"""States and moves of entitlements, as everybody calls them."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """Of an entitlement."""

    POSSIBLE = "possible", pgettext_lazy("entitlement", "possible")
    CONFIRMED = "confirmed", pgettext_lazy("entitlement", "confirmed")
    INFORMED = "informed", pgettext_lazy("entitlement", "informed")
    APPLYING = "applying", pgettext_lazy("entitlement", "applying")
    SUBMITTED = "submitted", pgettext_lazy("entitlement", "submitted")
    GRANTED = "granted", pgettext_lazy("entitlement", "granted")
    PAID = "paid", pgettext_lazy("entitlement", "paid")
    EXPIRING = "expiring", pgettext_lazy("entitlement", "expiring")
    RENEWED = "renewed", pgettext_lazy("entitlement", "renewed")
    REFUSED = "refused", pgettext_lazy("entitlement", "refused")
    NOT_WANTED = "not_wanted", pgettext_lazy("entitlement", "not wanted")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("entitlement", "not applicable")


ENDED = frozenset({State.REFUSED, State.NOT_WANTED, State.NOT_APPLICABLE})
OPEN = tuple(state for state in State if state not in ENDED)
UNFOLLOWED = (State.POSSIBLE, State.CONFIRMED, State.INFORMED)
"""Nobody has applied for it yet."""
HELD = (State.PAID, State.EXPIRING, State.RENEWED)
"""The money comes."""
RECEIVED = (State.GRANTED, *HELD)
"""Granted, and whatever comes after."""


class Move(TextChoices):
    """As the buttons call them."""

    ASK = "ask", pgettext_lazy("entitlement", "Ask for it")
    LIST = "list", pgettext_lazy("entitlement", "Take over from a list")
    CONFIRM = "confirm", pgettext_lazy("entitlement", "Confirm")
    INFORM = "inform", pgettext_lazy("entitlement", "Informed")
    APPLY = "apply", pgettext_lazy("entitlement", "Apply")
    SUBMIT = "submit", pgettext_lazy("entitlement", "Submitted")
    GRANT = "grant", pgettext_lazy("entitlement", "Granted")
    PAY = "pay", pgettext_lazy("entitlement", "Paid")
    REFUSE = "refuse", pgettext_lazy("entitlement", "Refused")
    NOT_WANTED = "not_wanted", pgettext_lazy("entitlement", "Not wanted")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("entitlement", "Not applicable")
    REOPEN = "reopen", pgettext_lazy("entitlement", "Take up again")
    EXPIRE = "expire", pgettext_lazy("entitlement", "Expires soon")
    RENEW = "renew", pgettext_lazy("entitlement", "Renewed")
    LAPSE = "lapse", pgettext_lazy("entitlement", "Lapsed")


class Origin(TextChoices):
    """How it was found."""

    RULE = "rule", pgettext_lazy("entitlement", "by a rule")
    LIST = "list", pgettext_lazy("entitlement", "by a list")
    ASKED = "asked", pgettext_lazy("entitlement", "asked for")


class Via(TextChoices):
    """Who applies."""

    SELF = "self", pgettext_lazy("entitlement", "themselves")
    AGENT = "agent", pgettext_lazy("entitlement", "an agent")


class Why(TextChoices):
    """Why the service has closed it."""

    RULE = "rule", pgettext_lazy("entitlement", "The rule does not say so any more.")
    POLICY = "policy", pgettext_lazy("entitlement", "The policy is in force no more.")
    LEFT = "left", pgettext_lazy("entitlement", "The household is there no more.")
    PERIOD = "period", pgettext_lazy("entitlement", "It was not renewed until its last day.")


class Part(TextChoices):
    """Who somebody is to it."""

    OWN = "own", pgettext_lazy("entitlement", "contact member")
    LINE = "line", pgettext_lazy("entitlement", "grid and village")
    TOWNSHIP = "township", pgettext_lazy("entitlement", "township office")
    COUNTY = "county", pgettext_lazy("entitlement", "county office")
    DEPARTMENT = "department", pgettext_lazy("entitlement", "department")
    SERVICE = "service", pgettext_lazy("entitlement", "the service")


class Result(TextChoices):
    """Of an agency service."""

    PREPARED = "prepared", pgettext_lazy("agency service", "papers made ready")
    HANDED_IN = "handed_in", pgettext_lazy("agency service", "handed in")
    DONE = "done", pgettext_lazy("agency service", "done")
    RETURNED = "returned", pgettext_lazy("agency service", "sent back")


BY_HAND = tuple(move for move in Move if move not in (Move.ASK, Move.LIST, Move.EXPIRE, Move.LAPSE))
"""What somebody says of one that there is."""


class Finding(TextChoices):
    """What a line of a department's list and ours say of each other."""

    BOTH = "both", pgettext_lazy("list", "there and here")
    ONLY_THERE = "only_there", pgettext_lazy("list", "only there")
    ONLY_HERE = "only_here", pgettext_lazy("list", "only here")
    UNKNOWN = "unknown", pgettext_lazy("list", "no such household")
