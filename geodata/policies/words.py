"""States, fields and units of policies, as everybody calls them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(TextChoices):
    """Who has made it."""

    NATION = "nation", pgettext_lazy("policy", "nation")
    PROVINCE = "province", pgettext_lazy("policy", "province")
    CITY = "city", pgettext_lazy("policy", "city")
    COUNTY = "county", pgettext_lazy("policy", "county")


class Field(TextChoices):
    """What it is about."""

    INCOME = "income", pgettext_lazy("policy", "income")
    FARMING = "farming", pgettext_lazy("policy", "farming")
    SCHOOL = "school", pgettext_lazy("policy", "school")
    MEDICAL = "medical", pgettext_lazy("policy", "medical care")
    HOUSING = "housing", pgettext_lazy("policy", "housing")
    WORK = "work", pgettext_lazy("policy", "work")
    CARE = "care", pgettext_lazy("policy", "elderly and disabled")
    OTHER = "other", pgettext_lazy("policy", "other")


class Subject(TextChoices):
    """Whose benefit it is."""

    HOUSEHOLD = "household", pgettext_lazy("policy", "household")
    RESIDENT = "resident", pgettext_lazy("policy", "person")


class Unit(TextChoices):
    """Of an amount."""

    PERSON_MONTH = "person_month", _("yuan a person and month")
    HOUSEHOLD_MONTH = "household_month", _("yuan a household and month")
    PERSON_YEAR = "person_year", _("yuan a person and year")
    HOUSEHOLD_YEAR = "household_year", _("yuan a household and year")
    MU_YEAR = "mu_year", _("yuan a mu and year")
    HEAD = "head", _("yuan an animal")
    ONCE = "once", _("yuan once")
    PERCENT = "percent", _("per cent of the cost")
    KIND = "kind", _("in kind")


class State(TextChoices):
    """Of a version."""

    DRAFT = "draft", pgettext_lazy("policy", "draft")
    CHECKED = "checked", pgettext_lazy("policy", "checked")
    IN_FORCE = "in_force", pgettext_lazy("policy", "in force")
    ENDED = "ended", pgettext_lazy("policy", "ended")


class Move(TextChoices):
    """As the buttons call them."""

    DRAFT = "draft", pgettext_lazy("policy", "Draft")
    CHECK = "check", pgettext_lazy("policy", "Check")
    REOPEN = "reopen", pgettext_lazy("policy", "Back to the draft")
    PUT = "put", pgettext_lazy("policy", "Put in force")
    END = "end", pgettext_lazy("policy", "End")


class AnswerType(TextChoices):
    YESNO = "yesno", pgettext_lazy("door question", "yes or no")
    NUMBER = "number", pgettext_lazy("door question", "number")
    CHOICE = "choice", pgettext_lazy("door question", "one of several")


class AnswerSource(TextChoices):
    DOOR = "door", pgettext_lazy("door answer", "at the door")
    LIST = "list", pgettext_lazy("door answer", "from a list")
    OFFICE = "office", pgettext_lazy("door answer", "from an office")
