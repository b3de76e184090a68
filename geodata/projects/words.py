"""States, moves and kinds of a livelihood project, as everybody calls them."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    PROPOSED = "proposed", pgettext_lazy("project", "proposed")
    APPROVED = "approved", pgettext_lazy("project", "approved")
    BUILDING = "building", pgettext_lazy("project", "being built")
    ACCEPTED = "accepted", pgettext_lazy("project", "accepted")
    TOLD = "told", pgettext_lazy("project", "told to households")
    DROPPED = "dropped", pgettext_lazy("project", "dropped")


OPEN = (State.PROPOSED, State.APPROVED, State.BUILDING)
"""Needs are joined to it, and it may be late."""
ENDED = (State.TOLD, State.DROPPED)


class Move(TextChoices):
    """As the buttons call them."""

    PROPOSE = "propose", pgettext_lazy("project", "Propose")
    CHANGE = "change", pgettext_lazy("project", "Change")
    APPROVE = "approve", pgettext_lazy("project", "Approve")
    BUILD = "build", pgettext_lazy("project", "Begin to build")
    REPORT = "report", pgettext_lazy("project", "Report progress")
    ACCEPT = "accept", pgettext_lazy("project", "Accept the work")
    TELL = "tell", pgettext_lazy("project", "Households were told")
    DROP = "drop", pgettext_lazy("project", "Drop")


class Category(TextChoices):
    WATER = "water", pgettext_lazy("project", "drinking water")
    ROADS = "roads", pgettext_lazy("project", "roads")
    HOUSING = "housing", pgettext_lazy("project", "housing")
    POWER = "power", pgettext_lazy("project", "power")
    DRAINAGE = "drainage", pgettext_lazy("project", "drainage and irrigation")
    SCHOOL = "school", pgettext_lazy("project", "schools")
    MEDICAL = "medical", pgettext_lazy("project", "clinics")
    ENVIRONMENT = "environment", pgettext_lazy("project", "environment")
    OTHER = "other", pgettext_lazy("project", "other")


class Money(TextChoices):
    """Where the budget comes from."""

    PROVINCE = "province", pgettext_lazy("money", "state and province")
    COUNTY = "county", pgettext_lazy("money", "county")
    TOWNSHIP = "township", pgettext_lazy("money", "township")
    VILLAGE = "village", pgettext_lazy("money", "village collective")
    DONATION = "donation", pgettext_lazy("money", "donations")
    OTHER = "other", pgettext_lazy("money", "other")


class Origin(TextChoices):
    """Why a household counts as concerned."""

    AREA = "area", pgettext_lazy("project", "by its place")
    NEED = "need", pgettext_lazy("project", "by its need")
    LIST = "list", pgettext_lazy("project", "by a list")


class Part(StrEnum):
    """Who somebody is to a project."""

    OFFICE = "office"  # of the township or the county in which it lies
    VILLAGE = "village"  # leads or serves the village in which it lies
    DEPARTMENT = "department"  # builds it
