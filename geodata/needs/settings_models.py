"""What needs are about, and by when they are settled: configuration of the county."""

from functools import partial

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from geodata.base.history import tracked
from geodata.base.periods import DateRangeField, RangeOperators, not_empty
from geodata.base.wording import listed
from geodata.needs.words import Level, Urgency
from geodata.posts.departments import Department
from geodata.territory.models import Area


@partial(tracked, created=True)
class NeedCategory(models.Model):
    """What a need is about. One in use is ended, never deleted, and its code stays."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(pgettext_lazy("of a need category", "name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    """To whom such needs are usually assigned: a proposal of the form, no rule."""
    period = DateRangeField(_("period"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("need category")
        verbose_name_plural = _("need categories")
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(name="need_category_holds_for_a_day_or_more", condition=not_empty())
        ]

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name


class DeadlineUnit(models.TextChoices):
    HOURS = "hours", pgettext_lazy("deadline", "hours")
    WORKDAYS = "workdays", pgettext_lazy("deadline", "working days")
    DAYS = "days", pgettext_lazy("deadline", "days")


class Late(models.TextChoices):
    ESCALATE = "escalate", pgettext_lazy("when late", "escalated")
    SUPERVISE = "supervise", pgettext_lazy("when late", "supervised")


@partial(tracked, created=True)
class NeedRule(models.Model):
    """By when a need is settled at a level, of a category or (None) any, in an area or (None) everywhere."""

    Unit = DeadlineUnit
    Late = Late

    category = models.ForeignKey(
        NeedCategory,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rules",
        verbose_name=_("need category"),
    )
    urgency = models.PositiveSmallIntegerField(_("urgency"), choices=Urgency)
    level = models.PositiveSmallIntegerField(pgettext_lazy("need", "level"), choices=Level)
    amount = models.PositiveSmallIntegerField(_("amount"))
    unit = models.CharField(pgettext_lazy("deadline", "unit"), max_length=10, choices=DeadlineUnit)
    remind = models.PositiveSmallIntegerField(_("reminded before"), default=0)
    """In the same unit; 0: nobody is reminded."""
    late = models.CharField(_("when late"), max_length=10, choices=Late, default=Late.ESCALATE)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    period = DateRangeField(_("period"))

    class Meta:
        verbose_name = _("deadline of needs")
        verbose_name_plural = _("deadlines of needs")
        constraints = [
            ExclusionConstraint(
                name="one_need_rule_per_category_urgency_level_area_and_day",
                expressions=[
                    (Coalesce(F("category"), 0), RangeOperators.EQUAL),
                    ("urgency", RangeOperators.EQUAL),
                    ("level", RangeOperators.EQUAL),
                    (Coalesce(F("area"), 0), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("There is already a deadline for such needs on these days."),
            ),
            models.CheckConstraint(name="need_rule_holds_for_a_day_or_more", condition=not_empty()),
            models.CheckConstraint(
                # Not as a range: PostgreSQL would write that in brackets, and a restored database without.
                name="need_rule_gives_1_to_366",
                condition=Q(amount__gte=1, amount__lte=366, remind__lt=F("amount")),
            ),
            models.CheckConstraint(
                name="need_rule_is_of_an_urgency_and_a_level",
                condition=Q(urgency__in=Urgency.values, level__in=Level.values),
            ),
            models.CheckConstraint(
                name="need_rule_never_escalates_from_the_county", condition=~Q(level=3, late="escalate")
            ),
        ]

    def __str__(self) -> str:
        told = (
            self.get_urgency_display(),
            self.get_level_display(),
            f"{self.amount} {self.get_unit_display()}",
        )
        return listed(told)
