"""States, moves and results of a roll-call, as everybody calls them."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    DRAFT = "draft", pgettext_lazy("campaign", "draft")
    OPEN = "open", pgettext_lazy("campaign", "open")
    CLOSED = "closed", pgettext_lazy("campaign", "closed")
    REPORTED = "reported", pgettext_lazy("campaign", "reported")


class Move(TextChoices):
    """As the buttons call them."""

    DRAFT = "draft", pgettext_lazy("campaign", "Draft")
    OPEN = "open", pgettext_lazy("campaign", "Open")
    ADD = "add", pgettext_lazy("campaign", "Add households")
    CLIMB = "climb", pgettext_lazy("campaign", "Handed up")
    CLOSE = "close", pgettext_lazy("campaign", "Close")
    REPORT = "report", pgettext_lazy("campaign", "Report")


class Reason(TextChoices):
    COLD = "cold", pgettext_lazy("campaign", "cold wave")
    HEAT = "heat", pgettext_lazy("campaign", "heat wave")
    FLOOD = "flood", pgettext_lazy("campaign", "flood")
    FIRE = "fire", pgettext_lazy("campaign", "fire")
    EPIDEMIC = "epidemic", pgettext_lazy("campaign", "epidemic")
    HOLIDAY = "holiday", pgettext_lazy("campaign", "holiday")
    DRILL = "drill", pgettext_lazy("campaign", "drill")


class How(TextChoices):
    DOOR = "door", pgettext_lazy("campaign", "at the door")
    PHONE = "phone", pgettext_lazy("campaign", "by phone")
    NEIGHBOUR = "neighbour", pgettext_lazy("campaign", "by a neighbour")


class Result(TextChoices):
    OK = "ok", pgettext_lazy("campaign", "all well")
    NEEDS = "needs", pgettext_lazy("campaign", "needs help")
    AWAY_OK = "away_ok", pgettext_lazy("campaign", "away and well")
    UNREACHED = "unreached", pgettext_lazy("campaign", "nobody there")
    REFUSED = "refused", pgettext_lazy("campaign", "refused")


REACHED = (Result.OK, Result.NEEDS, Result.AWAY_OK, Result.REFUSED)
"""Somebody has spoken to them, or to who knows how they are."""


class Level(IntegerChoices):
    """With whom a household is that nobody has reached yet."""

    CONTACT = 0, pgettext_lazy("campaign", "contact member")
    LEADER = 1, pgettext_lazy("campaign", "grid leader")
    VILLAGE = 2, pgettext_lazy("campaign", "village")
    TOWNSHIP = 3, pgettext_lazy("campaign", "township")


class Why(TextChoices):
    """Why nobody has reached a household yet, as far as the register tells."""

    MOVED = "moved", pgettext_lazy("campaign", "moved away since")
    NOBODY_HOME = "nobody_home", pgettext_lazy("campaign", "tried, nobody there")
    NO_CONTACT = "no_contact", pgettext_lazy("campaign", "no contact member")
    CONTACT_AWAY = "contact_away", pgettext_lazy("campaign", "contact member is away or unable")
    NO_PHONE = "no_phone", pgettext_lazy("campaign", "no phone")
    NO_POINT = "no_point", pgettext_lazy("campaign", "no point")
    NOT_TRIED = "not_tried", pgettext_lazy("campaign", "not tried yet")


class What(TextChoices):
    """What a place task is about."""

    SNOW = "snow", pgettext_lazy("place task", "snow")
    ROAD = "road", pgettext_lazy("place task", "road")
    POWER = "power", pgettext_lazy("place task", "power")
    WATER = "water", pgettext_lazy("place task", "water")
    OTHER = "other", pgettext_lazy("place task", "other")


class TaskState(TextChoices):
    GIVEN = "given", pgettext_lazy("place task", "given")
    BEGUN = "begun", pgettext_lazy("place task", "begun")
    DONE = "done", pgettext_lazy("place task", "done")
