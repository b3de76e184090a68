"""States, moves and kinds of services, teams and orders, as everybody calls them."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    ORDERED = "ordered", pgettext_lazy("order", "ordered")
    DISPATCHED = "dispatched", pgettext_lazy("order", "dispatched")
    TAKEN = "taken", pgettext_lazy("order", "taken")
    IN_SERVICE = "in_service", pgettext_lazy("order", "in service")
    FINISHED = "finished", pgettext_lazy("order", "finished")
    RATED = "rated", pgettext_lazy("order", "rated")
    UNRATED = "unrated", pgettext_lazy("order", "not rated")
    CLOSED = "closed", pgettext_lazy("order", "closed")
    CANCELLED = "cancelled", pgettext_lazy("order", "cancelled")


OPEN = (State.ORDERED, State.DISPATCHED, State.TAKEN, State.IN_SERVICE)
"""Somebody has to do something about it, by a day."""
UNTAKEN = (State.ORDERED, State.DISPATCHED)
ENDED = (State.CLOSED, State.CANCELLED)


class Move(TextChoices):
    """As the buttons call them."""

    ORDER = "order", pgettext_lazy("order", "Order")
    DISPATCH = "dispatch", pgettext_lazy("order", "Dispatch")
    TAKE = "take", pgettext_lazy("order", "Take")
    REFUSE = "refuse", pgettext_lazy("order", "Refuse")
    RETURN = "return", pgettext_lazy("order", "Nobody took it")
    GIVE_BACK = "give_back", pgettext_lazy("order", "Give back")
    BEGIN = "begin", pgettext_lazy("order", "Begin")
    FINISH = "finish", pgettext_lazy("order", "Finished")
    RATE = "rate", pgettext_lazy("order", "Ask how it was")
    LAPSE = "lapse", pgettext_lazy("order", "Nobody rated it")
    CLOSE = "close", pgettext_lazy("order", "Close")
    CANCEL = "cancel", pgettext_lazy("order", "Cancel")


class Part(StrEnum):
    """Who somebody is to an order."""

    OWN = "own"  # looks after its household
    LINE = "line"  # leads or serves its grid or village
    OFFICE = "office"  # of the township
    ASKED = "asked"  # it is offered to
    TAKER = "taker"  # has taken it, or belongs to the team that has
    RECORDER = "recorder"  # has ordered it
    SERVICE = "service"  # nobody: it comes about by itself


class Field(TextChoices):
    """Of a service, and of a team: what is suggested for what."""

    DAILY = "daily", pgettext_lazy("service", "everyday help")
    CARE = "care", pgettext_lazy("service", "care for the elderly and children")
    HEALTH = "health", pgettext_lazy("service", "health")
    PAPERS = "papers", pgettext_lazy("service", "papers and agency")
    REPAIR = "repair", pgettext_lazy("service", "repairs")
    TRANSPORT = "transport", pgettext_lazy("service", "transport")
    FARMING = "farming", pgettext_lazy("service", "farming advice")
    MACHINERY = "machinery", pgettext_lazy("service", "machinery")
    LAW = "law", pgettext_lazy("service", "law and mediation")
    MANAGEMENT = "management", pgettext_lazy("service", "management and sales")


class Window(TextChoices):
    """Where a service is asked for."""

    VILLAGE = "village", pgettext_lazy("service", "window of the village")
    TOWNSHIP = "township", pgettext_lazy("service", "township")
    COUNTY = "county", pgettext_lazy("service", "county")


class TeamKind(TextChoices):
    MICRO = "micro", pgettext_lazy("team", "micro-service team")
    VOLUNTEER = "volunteer", pgettext_lazy("team", "volunteers")
    PROFESSIONAL = "professional", pgettext_lazy("team", "professional team")


class Source(TextChoices):
    DOOR = "door", pgettext_lazy("order", "at the door")
    PHONE = "phone", pgettext_lazy("order", "by phone")
    OFFICE = "office", pgettext_lazy("order", "at the office")
    MEETING = "meeting", pgettext_lazy("order", "in a meeting")


class Offered(TextChoices):
    """What became of an offer; open while nothing has."""

    TAKEN = "taken", pgettext_lazy("offer", "taken")
    REFUSED = "refused", pgettext_lazy("offer", "refused")
    TIMED_OUT = "timed_out", pgettext_lazy("offer", "timed out")
    GIVEN_BACK = "given_back", pgettext_lazy("offer", "given back")
    OVER = "over", pgettext_lazy("offer", "taken by another, or no more wanted")


class Answer(TextChoices):
    SATISFIED = "satisfied", pgettext_lazy("rating", "satisfied")
    MOSTLY = "mostly", pgettext_lazy("rating", "mostly satisfied")
    NOT = "not", pgettext_lazy("rating", "not satisfied")


CONTENT = (Answer.SATISFIED, Answer.MOSTLY)


class RatedBy(TextChoices):
    """How those served were asked."""

    CARD = "card", pgettext_lazy("rating", "by the card")
    CALL = "call", pgettext_lazy("rating", "by phone")
    VISIT = "visit", pgettext_lazy("rating", "on a visit")
