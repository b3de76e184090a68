"""Co-operatives and who is a member, enterprises paired with villages, specialists and their guidance, sales, offers, and mean incomes.

An income is a number of a village, typed in by the office: of five households or more, never of one, and of no person.
"""

import datetime as dt
from functools import partial
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.history import tracked
from geodata.base.periods import DateRangeField, RangeOperators, covers, not_empty
from geodata.industry.words import Group, OfferKind, Topic
from geodata.people.models import Household, OfVillage
from geodata.territory.models import Area

LEAST = 5
"""Households of whom a mean income may be told."""


def _area(words: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=words)


def _recorded_by() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )


def _once(name: str, *columns: str, words: Any) -> ExclusionConstraint:
    """A law: rows that are the same in these columns do not hold on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((column, RangeOperators.EQUAL) for column in columns),
            ("period", RangeOperators.OVERLAPS),
        ],
        violation_error_message=words,
    )


class DatedQuerySet(models.QuerySet[Any]):
    def on(self, day: dt.date) -> Self:
        return self.filter(covers(day))


class Dated(models.Model):
    """What holds for days, and ends."""

    period = DateRangeField(_("period"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def has_last_day(self) -> bool:
        return self.period.upper is not None


@partial(tracked, created=True)
class Cooperative(Dated):
    """Households of a village that farm or sell together."""

    name = models.CharField(pgettext_lazy("of a co-operative", "name"), max_length=60)
    village = _area(_("village"))
    product = models.CharField(_("product"), max_length=60)
    synthetic = models.BooleanField(_("invented"), default=False)

    class Meta:
        verbose_name = _("co-operative")
        verbose_name_plural = _("co-operatives")
        constraints = [
            models.CheckConstraint(name="cooperative_lasts_a_day_or_more", condition=not_empty()),
            _once(
                "one_cooperative_per_name_village_and_day",
                "name",
                "village",
                words=_("There is a co-operative of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class CoopMembership(OfVillage, Dated):
    """A household that belongs to a co-operative, of its village or of another."""

    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.CASCADE,
        related_name="cooperatives",
        verbose_name=_("household"),
    )
    cooperative = models.ForeignKey(
        Cooperative, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("co-operative")
    )

    class Meta:
        verbose_name = _("membership of a co-operative")
        verbose_name_plural = _("memberships of co-operatives")
        constraints = [
            models.CheckConstraint(name="membership_lasts_a_day_or_more", condition=not_empty()),
            _once(
                "once_in_a_cooperative_a_day",
                "household",
                "cooperative",
                words=_("This household is a member already."),
            ),
        ]
        indexes = [models.Index(fields=["village"], name="memberships_by_village")]

    def __str__(self) -> str:
        return f"{self.household_id} {self.cooperative_id}"


@partial(tracked, created=True)
class Enterprise(Dated):
    """An enterprise that stands by villages: buys, employs, builds. `area`: where it is seated."""

    name = models.CharField(pgettext_lazy("of an enterprise", "name"), max_length=60)
    area = _area(_("seated in"))
    business = models.CharField(_("business"), max_length=60)
    synthetic = models.BooleanField(_("invented"), default=False)

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        constraints = [
            models.CheckConstraint(name="enterprise_lasts_a_day_or_more", condition=not_empty()),
            _once(
                "one_enterprise_per_name_area_and_day",
                "name",
                "area",
                words=_("There is an enterprise of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@partial(tracked, created=True)
class EnterpriseVillage(Dated):
    """An enterprise and a village that are paired, and who speaks for the enterprise there."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="pairs", verbose_name=_("enterprise")
    )
    village = _area(_("village"))
    liaison = models.CharField(_("who speaks for it"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("pair of an enterprise and a village")
        verbose_name_plural = _("pairs of enterprises and villages")
        constraints = [
            models.CheckConstraint(name="pair_lasts_a_day_or_more", condition=not_empty()),
            _once(
                "one_pair_per_enterprise_village_and_day",
                "enterprise",
                "village",
                words=_("They are paired already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.village_id}"


@partial(tracked, created=True)
class Specialist(Dated):
    """A sci-tech specialist who guides villages. `area`: where he or she serves."""

    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60)
    unit = models.CharField(_("comes from"), max_length=60)
    field = models.CharField(pgettext_lazy("of a specialist", "field"), max_length=60)
    area = _area(_("serves"))
    synthetic = models.BooleanField(_("invented"), default=False)

    class Meta:
        verbose_name = _("specialist")
        verbose_name_plural = _("specialists")
        constraints = [
            models.CheckConstraint(name="specialist_serves_a_day_or_more", condition=not_empty()),
            _once(
                "one_specialist_per_name_unit_and_day",
                "name",
                "unit",
                "area",
                words=_("This specialist is known already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Guidance(models.Model):
    """A specialist's visit to a village: on what day, about what, and how many persons came. Nobody's name."""

    Topic = Topic

    specialist = models.ForeignKey(
        Specialist, on_delete=models.PROTECT, related_name="visits", verbose_name=_("specialist")
    )
    village = _area(_("village"))
    day = models.DateField(_("day"))
    topic = models.CharField(_("topic"), max_length=12, choices=Topic)
    persons = models.PositiveSmallIntegerField(_("persons who came"))
    by = _recorded_by()
    synthetic = models.BooleanField(_("invented"), default=False)

    class Meta:
        verbose_name = _("guidance")
        verbose_name_plural = _("visits of guidance")
        constraints = [
            models.CheckConstraint(name="guidance_is_of_a_topic", condition=Q(topic__in=Topic.values)),
            models.UniqueConstraint(
                fields=["specialist", "village", "day", "topic"],
                name="guidance_is_recorded_once",
                violation_error_message=_("This visit is recorded already."),
            ),
        ]
        indexes = [models.Index(fields=["village", "day"], name="guidance_by_village")]

    def __str__(self) -> str:
        return f"{self.village_id} {self.day}"


class SalesAid(models.Model):
    """What was sold for a village with somebody's help."""

    village = _area(_("village"))
    day = models.DateField(_("day"))
    product = models.CharField(_("product"), max_length=60)
    kg = models.DecimalField(_("kilograms"), max_digits=10, decimal_places=1)
    yuan = models.DecimalField(_("yuan"), max_digits=12, decimal_places=2)
    enterprise = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sales",
        verbose_name=_("bought by"),
    )
    cooperative = models.ForeignKey(
        Cooperative,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sales",
        verbose_name=_("sold by"),
    )
    by = _recorded_by()
    synthetic = models.BooleanField(_("invented"), default=False)

    class Meta:
        verbose_name = _("sale with help")
        verbose_name_plural = _("sales with help")
        constraints = [
            models.CheckConstraint(
                name="sale_weighs_something",
                condition=Q(kg__gt=0),
                violation_error_message=_("A sale weighs more than nothing."),
            ),
            models.CheckConstraint(
                name="sale_earns_nothing_or_more",
                condition=Q(yuan__gte=0),
                violation_error_message=_("A sale earns nothing or more."),
            ),
        ]
        indexes = [models.Index(fields=["village", "day"], name="sales_by_village")]

    def __str__(self) -> str:
        return f"{self.product} {self.day}"


@partial(tracked, created=True)
class Opportunity(models.Model):
    """A project, a fund, a market, a job, a machine or a training that is offered in an area until a day."""

    Kind = OfferKind

    kind = models.CharField(_("kind"), max_length=10, choices=OfferKind)
    title = models.CharField(_("title"), max_length=60)
    provider = models.CharField(_("offered by"), max_length=60)
    area = _area(_("area"))
    places = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    until = models.DateField(pgettext_lazy("offer of industry", "until"))
    text = models.CharField(_("description"), max_length=300, blank=True)
    by = _recorded_by()
    synthetic = models.BooleanField(_("invented"), default=False)

    class Meta:
        verbose_name = pgettext_lazy("industry", "offer")
        verbose_name_plural = pgettext_lazy("industry", "offers")
        constraints = [
            models.CheckConstraint(name="offer_is_of_a_kind", condition=Q(kind__in=OfferKind.values)),
        ]

    def __str__(self) -> str:
        return self.title


@partial(tracked, created=True)
class IncomeSample(models.Model):
    """The mean income of a year of so many households of a village, in yuan a person: of members of co-operatives, or of others."""

    Group, LEAST = Group, LEAST

    village = _area(_("village"))
    year = models.PositiveSmallIntegerField(_("year"))
    group = models.CharField(_("of whom"), max_length=10, choices=Group)
    households = models.PositiveSmallIntegerField(_("households asked"))
    mean = models.DecimalField(_("mean income (yuan a person)"), max_digits=9, decimal_places=0)
    by = _recorded_by()
    synthetic = models.BooleanField(_("invented"), default=False)

    class Meta:
        verbose_name = _("mean income")
        verbose_name_plural = _("mean incomes")
        constraints = [
            models.CheckConstraint(
                name="income_is_of_five_households_or_more",
                condition=Q(households__gte=LEAST),
                violation_error_message=_("A mean income is told of five households or more."),
            ),
            models.CheckConstraint(
                name="income_is_of_members_or_others", condition=Q(group__in=Group.values)
            ),
            models.CheckConstraint(name="income_is_of_a_year", condition=Q(year__range=(2000, 2100))),
            models.CheckConstraint(
                name="income_is_nothing_or_more",
                condition=Q(mean__gte=0),
                violation_error_message=_("A mean income is nothing or more."),
            ),
            models.UniqueConstraint(
                fields=["village", "year", "group"],
                name="one_mean_income_per_village_year_and_group",
                violation_error_message=_("This is recorded already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.year} {self.group}"
