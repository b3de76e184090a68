"""Visits: what was done at the door, and the rules of how often."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from geodata.base.history import tracked
from geodata.base.periods import FIRST_DAY, DateRangeField, RangeOperators, not_empty
from geodata.people.models import CareCategory, Household, OfVillage
from geodata.territory.models import Area


class VisitMode(models.TextChoices):
    """How somebody of the household was met."""

    DOOR = "door", _("at the door")
    PHONE = "phone", _("by phone")
    VIDEO = "video", _("by video")
    CHANCE = "chance", _("by chance")


UNDONE = "undone"
"""The reason of a visit that was taken back right after it was entered."""


def why_voided(reason: str) -> str:
    """The reason as a person reads it: what people wrote stays as it is."""
    return gettext("undone") if reason == UNDONE else reason


IN_PERSON = (VisitMode.DOOR, VisitMode.CHANCE)
"""What counts where no rule says more."""


def in_person() -> list[str]:
    """A list of its own for every new rule."""
    return [str(mode) for mode in IN_PERSON]


@tracked
class VisitRule(models.Model):
    """How often a household is to be visited: of a care category, or (without one) of an occupancy.

    A rule of the nearest area counts; without an area it holds everywhere. A household's interval is the
    shortest of its rules, and that rule says which modes of visits start the interval anew.
    """

    category = models.ForeignKey(
        CareCategory,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rules",
        verbose_name=_("care category"),
    )
    occupancy = models.CharField(
        _("occupancy"),
        max_length=10,
        blank=True,
        choices=[c for c in Household.Occupancy.choices if c[0] in ("lived_in", "seasonal")],
    )
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    days = models.PositiveSmallIntegerField(_("days between visits"))
    modes = ArrayField(
        models.CharField(max_length=10, choices=VisitMode), verbose_name=_("what counts"), default=in_person
    )
    period = DateRangeField(_("period"))

    class Meta:
        verbose_name = _("visit rule")
        verbose_name_plural = _("visit rules")
        constraints = [
            ExclusionConstraint(
                name="one_visit_rule_per_group_area_and_day",
                expressions=[
                    (Coalesce(F("category"), 0), RangeOperators.EQUAL),
                    ("occupancy", RangeOperators.EQUAL),
                    (Coalesce(F("area"), 0), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("There is already a rule for this group and area on these days."),
            ),
            models.CheckConstraint(
                name="visit_rule_is_of_a_category_or_an_occupancy",
                condition=Q(category__isnull=True) & ~Q(occupancy="")
                | Q(category__isnull=False, occupancy=""),
            ),
            models.CheckConstraint(name="visit_rule_is_1_to_366_days", condition=Q(days__range=(1, 366))),
            models.CheckConstraint(name="visit_rule_holds_for_a_day_or_more", condition=not_empty()),
            models.CheckConstraint(
                name="visit_rule_counts_visits_at_the_door",
                condition=Q(modes__contains=["door"])
                & Q(modes__contained_by=[mode.value for mode in VisitMode]),
                violation_error_message=_("Visits at the door always count."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category or self.occupancy}: {self.days}"


VisitKey = tuple[dt.date, int]
"""(day, id) of the visit with which a page ended."""


class VisitQuerySet(models.QuerySet["Visit"]):
    def valid(self) -> Self:
        """Neither corrected by a newer version nor voided."""
        return self.filter(state=Visit.State.VALID)

    def met(self) -> Self:
        """Valid visits at which somebody of the household was met: the ones that figures count."""
        return self.valid().filter(outcome=Visit.Outcome.MET)

    def current(self) -> Self:
        """The newest version of each visit, voided ones included: what a reader is told of."""
        return self.exclude(state=Visit.State.CORRECTED)

    def up_to(self, day: dt.date) -> Self:
        return self.filter(day__lte=day)

    def before(self, end: VisitKey | None) -> Self:
        """Those after the visit with which a page ended, the latest first; all of them for None."""
        rest = self.filter(Q(day__lt=end[0]) | Q(day=end[0], pk__lt=end[1])) if end else self
        return rest.order_by("-day", "-pk")

    def following(self, end: VisitKey | None) -> Self:
        """The same from the earliest on."""
        rest = self.filter(Q(day__gt=end[0]) | Q(day=end[0], pk__gt=end[1])) if end else self
        return rest.order_by("day", "pk")


@tracked
class Visit(OfVillage):
    """One visit to a household. Corrected by a new version or voided with a reason, never deleted.

    The client's UUID makes a repeat the same visit. A visit belongs to the grid that its household was placed
    in on its day (Placement), so that a redraw changes no past figure.
    """

    Mode = VisitMode

    class Outcome(models.TextChoices):
        MET = "met", _("met")
        ABSENT = "absent", _("nobody at home")
        AWAY = "away", _("away for longer")
        REFUSED = "refused", _("refused")

    class Brought(models.TextChoices):
        POLICY = "policy", _("policy explained")
        CARD = "card", _("card handed over")
        SERVICE = "service", _("service")

    class State(models.TextChoices):
        VALID = "valid", _("valid")
        CORRECTED = "corrected", _("corrected by a newer version")
        VOIDED = "voided", _("voided")

    client_id = models.UUIDField(_("client id"))
    body_hash = models.CharField(max_length=64, editable=False)
    """SHA-256 of what the client sent: the same id with another body is a conflict."""
    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        related_name="visits",
        verbose_name=_("household"),
    )
    day = models.DateField(_("day"))
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.DOOR)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.MET)
    note = models.CharField(_("note"), max_length=500, blank=True)
    brought = ArrayField(
        models.CharField(max_length=10, choices=Brought),
        verbose_name=_("also done"),
        default=list,
        blank=True,
    )
    # Without an index: no question looks for visits by place, and each would keep it up.
    point = models.PointField(_("position"), srid=4326, null=True, blank=True, spatial_index=False)
    """Only if the visitor chose to add it."""
    person_times = models.PositiveSmallIntegerField(_("person-times"), default=1)
    """How many visitors went: the number of Visitor rows, written with them."""
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.VALID)
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("corrects"),
    )
    void_reason = models.CharField(_("reason for voiding"), max_length=200, blank=True)
    synthetic = models.BooleanField(_("invented"), default=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = pgettext_lazy("register", "visits")
        constraints = [
            models.UniqueConstraint(fields=["client_id"], name="one_visit_per_client_id"),
            # What is told on it is about its household.
            models.UniqueConstraint(fields=["id", "household"], name="visit_id_and_household"),
            models.CheckConstraint(name="visit_has_a_visitor", condition=Q(person_times__gte=1)),
            models.CheckConstraint(name="visit_is_not_before_2000", condition=Q(day__gte=Value(FIRST_DAY))),
            models.CheckConstraint(
                name="visit_is_voided_with_a_reason",
                condition=Q(state="voided") & ~Q(void_reason="") | ~Q(state="voided") & Q(void_reason=""),
                violation_error_message=_("Give the reason why the visit is voided."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["household", "day"],
                include=["person_times", "mode"],
                name="met_visits_by_household_mode",
                condition=Q(state="valid", outcome="met"),
            ),
            models.Index(fields=["village", "day", "id"], name="ledger_by_village_and_day"),
            # All columns that the policy asks for: without one of them every row is looked up in the table.
            models.Index(
                fields=["village", "day"],
                include=["household", "person_times", "entered_by"],
                name="met_visits_by_village_and_day",
                condition=Q(state="valid", outcome="met"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_mode_display()} {self.get_outcome_display()}"

    @property
    def why_voided(self) -> str:
        return why_voided(self.void_reason)


class Visitor(models.Model):
    """One of those who went."""

    visit = models.ForeignKey(
        Visit, on_delete=models.PROTECT, related_name="visitors", verbose_name=_("visit")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("visitor")
    )

    class Meta:
        verbose_name = _("visitor")
        verbose_name_plural = _("visitors")
        constraints = [models.UniqueConstraint(fields=["visit", "user"], name="one_visitor_once_per_visit")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.user_id}"
