"""Contacts: the party chain, its members, the posts, and who looks after which household."""

import datetime as dt
from functools import partial
from typing import Self

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.models import F, FilteredRelation, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.history import tracked
from geodata.base.periods import DateRangeField, RangeOperators, covers, in_words, not_empty
from geodata.people.models import Household, OfVillage
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
    synthetic = models.BooleanField(_("invented"), default=False)

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")
        constraints = [
            # What its areas refer to.
            models.UniqueConstraint(fields=["id", "kind"], name="branch_id_and_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class BranchAreaQuerySet(models.QuerySet["BranchArea"]):
    def on(self, day: dt.date) -> Self:
        """What holds on that day."""
        return self.filter(covers(day))

    def lasting(self, day: dt.date) -> Self:
        """What holds on that day or will later."""
        return self.filter(Q(period__upper_inf=True) | Q(period__endswith__gt=day))


@partial(tracked, created=True, former="geodata_branchareaevent")
class BranchArea(models.Model):
    """That a branch is joined to an area on these days. Several branches may share a village; a grid has one of its own.

    Kind and level are those of the branch and of the area, held by composite foreign keys: the law about grids asks both.
    """

    branch = models.ForeignKey(
        Branch, on_delete=models.PROTECT, related_name="areas", verbose_name=_("branch")
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="branches", verbose_name=_("area"))
    kind = models.CharField(_("kind"), max_length=10, choices=Branch.Kind, editable=False)
    level = models.CharField(_("level"), max_length=10, choices=Area.Level, editable=False)
    period = DateRangeField(_("period"))

    objects = BranchAreaQuerySet.as_manager()

    class Meta:
        db_table = "geodata_branch_areas"
        verbose_name = _("area of a branch")
        verbose_name_plural = _("areas of branches")
        constraints = [
            ExclusionConstraint(
                name="one_grid_branch_per_grid_and_day",
                expressions=[("area", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(kind="grid", level="grid"),
                violation_error_message=_("This grid already has a grid branch on these days."),
            ),
            ExclusionConstraint(
                name="a_branch_is_joined_to_an_area_once_a_day",
                expressions=[
                    ("branch", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This branch is already joined to this area on these days."),
            ),
            models.CheckConstraint(name="branch_area_holds_for_a_day_or_more", condition=not_empty()),
            # branch_area_is_of_the_kind_of_its_branch and …_of_the_level_of_its_area are composite foreign keys.
        ]

    def __str__(self) -> str:
        return f"{self.branch} – {self.area} {self.period}"


class MemberQuerySet(models.QuerySet["Member"]):
    def able_as_of(self, day: dt.date) -> Self:
        """With what each could do on that day: `ability_then` and `capacity_then`, none before the first day."""
        on_day = FilteredRelation("abilities", condition=Q(abilities__period__contains=day))
        return self.annotate(
            ability_of_day=on_day,
            ability_then=F("ability_of_day__ability"),
            capacity_then=F("ability_of_day__capacity"),
        )

    def able(self, day: dt.date) -> Self:
        """Members of that day who could help then."""
        return self.able_as_of(day).filter(covers(day), ability_then=Member.Ability.ABLE)


@partial(tracked, created=True)
class Member(models.Model):
    """A contact member (联户党员): may look after households while able, up to a capacity.

    `ability` and `capacity` are those from now on; what they were on a day stands in MemberAbility, which follows.
    """

    class Kind(models.TextChoices):
        PARTY_MEMBER = "party_member", _("party member")
        RESIDENT_CADRE = "resident_cadre", _("cadre resident in the village")
        LINKED_CADRE = "linked_cadre", _("cadre linked with the village")
        GROUP = "group", _("cadre of a villager group")
        OFFICE = "office", _("cadre of an office")

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
    kind = models.CharField(
        pgettext_lazy("of a member", "kind"),
        max_length=20,
        choices=Kind,
        default=Kind.PARTY_MEMBER,
        db_default=Kind.PARTY_MEMBER.value,
    )
    point = models.PointField(_("position of the home"), srid=4326, null=True, blank=True)
    ability = models.CharField(_("able to help"), max_length=10, choices=Ability, default=Ability.ABLE)
    capacity = models.PositiveSmallIntegerField(_("capacity"), default=20)
    """Households at most; the office is warned above 10."""
    period = DateRangeField(_("period"))
    """Member from, and left on."""
    synthetic = models.BooleanField(_("invented"), default=False)

    ability_then: str | None
    capacity_then: int | None
    """Of a day, where `able_as_of` was asked."""

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact member")
        verbose_name_plural = _("contact members")
        constraints = [
            models.CheckConstraint(name="member_stays_for_a_day_or_more", condition=not_empty()),
            models.CheckConstraint(name="member_capacity_is_at_most_200", condition=Q(capacity__lte=200)),
        ]

    def __str__(self) -> str:
        return str(self.user)


class MemberAbility(models.Model):
    """What a member could do on these days. The open one is also `Member.ability` and `Member.capacity`; the database writes
    it (geodata/sql/member_ability_follows.sql)."""

    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="abilities", verbose_name=_("contact member")
    )
    ability = models.CharField(_("able to help"), max_length=10, choices=Member.Ability)
    capacity = models.PositiveSmallIntegerField(_("capacity"))
    period = DateRangeField(_("period"))

    class Meta:
        verbose_name = _("ability of a member")
        verbose_name_plural = _("abilities of members")
        constraints = [
            ExclusionConstraint(
                name="one_ability_per_member_and_day",
                expressions=[("member", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message=_("What the member can do on these days is already recorded."),
            ),
            models.CheckConstraint(name="ability_holds_for_a_day_or_more", condition=not_empty()),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.ability} {self.period}"


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
    end_reason = models.CharField(_("reason for the end"), max_length=20, choices=EndReason, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("assigned by"),
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
                violation_error_message=_("Give the reason why the contact ends."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {in_words(self.period)}"
