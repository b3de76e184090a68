"""States, moves and kinds of a meeting, as everybody calls them."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from geodata.base.agenda import COUNTY, TOWNSHIP, VILLAGE


class State(TextChoices):
    PLANNED = "planned", pgettext_lazy("meeting", "planned")
    FROZEN = "frozen", pgettext_lazy("meeting", "agenda frozen")
    HELD = "held", pgettext_lazy("meeting", "being held")
    CONFIRMED = "confirmed", pgettext_lazy("meeting", "minutes confirmed")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")


UNDER_WAY = (State.FROZEN, State.HELD)
"""One of an area at a time."""


class Move(TextChoices):
    """As the buttons call them."""

    PLAN = "plan", pgettext_lazy("meeting", "Plan")
    FREEZE = "freeze", pgettext_lazy("meeting", "Freeze the agenda")
    BEGIN = "begin", pgettext_lazy("meeting", "Begin")
    CONFIRM = "confirm", pgettext_lazy("meeting", "Confirm the minutes")
    CANCEL = "cancel", pgettext_lazy("meeting", "Cancel")


class Kind(TextChoices):
    WEEKLY = "weekly", pgettext_lazy("meeting", "weekly")
    MONTHLY = "monthly", pgettext_lazy("meeting", "monthly")
    CALLED = "called", pgettext_lazy("meeting", "called")
    DISPATCH = "dispatch", pgettext_lazy("meeting", "dispatch")


class Level(TextChoices):
    """Whose it is."""

    VILLAGE = VILLAGE, pgettext_lazy("meeting", "village")
    TOWNSHIP = TOWNSHIP, pgettext_lazy("meeting", "township")
    COUNTY = COUNTY, pgettext_lazy("meeting", "county")


class DecisionState(TextChoices):
    OPEN = "open", pgettext_lazy("decision", "to be done")
    DONE = "done", pgettext_lazy("decision", "done")
    DROPPED = "dropped", pgettext_lazy("decision", "replaced")
