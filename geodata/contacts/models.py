"""Contacts: the party chain, its members, the posts, and who looks after which household."""

import datetime as dt
from functools import partial
from typing import Self

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from geodata.history import tracked
from geodata.people.models import Household, OfVillage
from geodata.periods import DateRangeField, RangeOperators, covers, not_empty
from geodata.territory.models import Area


class Branch(models.Model):
    """A node of the party chain, beside the territory: village organisation, grid branch, party group."""

    class Kind(models.TextChoices):
        COUNTY = "county", _("county committee")
        TOWNSHIP = "township", _("township committee")
        VILLAGE = "village", _("village organisation")
        GRID = "grid", _("grid branch")
        GROUP = "group", _("party group")

    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )
    areas = models.ManyToManyField(Area, related_name="branches", verbose_name=_("areas"), blank=True)
    synthetic = models.BooleanField(_("invented"), default=False)

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")

    def __str__(self) -> str:
        return self.name


@partial(tracked, created=True)
class Member(models.Model):
    """A contact member (联户党员): may look after households while able, up to a capacity."""

    class Ability(models.TextChoices):
        ABLE = "able", _("able to help")
        AWAY = "away", _("working away")
        ILL = "ill", _("ill")
        AGED = "aged", _("70 or older")
        OTHER = "other", _("unable for another reason")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="member", verbose_name=_("account")
    )
    branch = models.ForeignKey(
        Branch, on_delete=models.PROTECT, related_name="members", verbose_name=_("branch")
    )
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("village"))
    point = models.PointField(_("home"), srid=4326, null=True, blank=True)
    ability = models.CharField(_("able to help"), max_length=10, choices=Ability, default=Ability.ABLE)
    capacity = models.PositiveSmallIntegerField(_("capacity"), default=20)
    """Households at most; the office is warned above 10."""
    period = DateRangeField(_("period"))
    """Member from, and left on."""
    synthetic = models.BooleanField(_("invented"), default=False)

    class Meta:
        verbose_name = _("contact member")
        verbose_name_plural = _("contact members")
        constraints = [
            models.CheckConstraint(name="member_stays_for_a_day_or_more", condition=not_empty()),
            models.CheckConstraint(name="member_capacity_is_at_most_200", condition=Q(capacity__lte=200)),
        ]

    def __str__(self) -> str:
        return str(self.user)


class DutyQuerySet(models.QuerySet["Duty"]):
    def on(self, day: dt.date) -> Self:
        return self.filter(covers(day))


@partial(tracked, created=True)
class Duty(models.Model):
    """A dated post of a person, in an area or (auditor, administrator) for the installation."""

    class Kind(models.TextChoices):
        LARGE_LEADER = "large_leader", _("large grid leader")  # a county leader, for a township
        MEDIUM_LEADER = "medium_leader", _("medium grid leader")  # of a township's team, for a village
        SMALL_LEADER = "small_leader", _("small grid leader")  # of the village committees, for a grid
        CADRE = "cadre", _("attached cadre")
        VILLAGE_OFFICER = "village_officer", _("village officer")
        TOWNSHIP_OFFICER = "township_officer", _("township officer")
        COUNTY_OFFICER = "county_officer", _("county officer")
        DEPARTMENT_OFFICER = "department_officer", _("department officer")
        PLANNER = "planner", _("planner")
        AUDITOR = "auditor", _("auditor")
        ADMINISTRATOR = "administrator", _("administrator")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="duties", verbose_name=_("account")
    )
    kind = models.CharField(_("post"), max_length=20, choices=Kind)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="duties", verbose_name=_("area")
    )
    period = DateRangeField(_("period"))

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = [
            ExclusionConstraint(
                name="one_duty_per_person_post_area_and_day",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (Coalesce(F("area"), 0), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person already holds this post on these days."),
            ),
            ExclusionConstraint(
                name="one_small_leader_per_grid_and_day",
                expressions=[("area", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(kind="small_leader"),
                violation_error_message=_("This grid already has a leader on these days."),
            ),
            models.CheckConstraint(name="duty_holds_for_a_day_or_more", condition=not_empty()),
            models.CheckConstraint(
                name="duty_has_an_area_unless_it_is_for_the_installation",
                condition=Q(area__isnull=True, kind__in=["auditor", "administrator"])
                | Q(area__isnull=False) & ~Q(kind__in=["auditor", "administrator"]),
                violation_error_message=_(
                    "Auditors and administrators have no area; every other post needs one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_kind_display()}"


class ContactLinkQuerySet(models.QuerySet["ContactLink"]):
    def on(self, day: dt.date) -> Self:
        """Links that hold on that day."""
        return self.filter(covers(day))

    def primary(self) -> Self:
        return self.filter(primary=True)


@partial(tracked, created=True)
class ContactLink(OfVillage):
    """That a member looks after a household on these days. Ended with a reason, never deleted."""

    class EndReason(models.TextChoices):
        NONE = "", _("not ended")
        HANDED_OVER = "handed_over", _("handed over")
        MEMBER_LEFT = "member_left", _("member left")
        MEMBER_UNABLE = "member_unable", _("member unable")
        HOUSEHOLD_LEFT = "household_left", _("household left")
        MISTAKE = "mistake", _("recorded by mistake")

    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="links", verbose_name=_("contact member")
    )
    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        related_name="links",
        verbose_name=_("household"),
    )
    primary = models.BooleanField(_("first contact"), default=True)
    period = DateRangeField(_("period"))
    end_reason = models.CharField(_("reason of the end"), max_length=20, choices=EndReason, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("set by"),
    )

    objects = ContactLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact link")
        verbose_name_plural = _("contact links")
        constraints = [
            ExclusionConstraint(
                name="one_open_primary_contact_per_household",
                expressions=[("household", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(primary=True),
                violation_error_message=_("This household already has a first contact on these days."),
            ),
            ExclusionConstraint(
                name="one_link_per_member_household_and_day",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    ("member", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This member already looks after this household on these days."),
            ),
            models.CheckConstraint(name="link_holds_for_a_day_or_more", condition=not_empty()),
            models.CheckConstraint(
                name="link_ends_with_a_reason",
                condition=Q(period__upper_inf=True, end_reason="")
                | Q(period__upper_inf=False) & ~Q(end_reason=""),
                violation_error_message=_("Say why the contact ends."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} – {self.household_id} {self.period}"
