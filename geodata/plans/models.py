"""Redrawing: plans of new grids, what happened to them, and which grid came from which."""

from typing import Self

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.lifecycle import Step
from geodata.base.scope import Scope
from geodata.plans.workflow import IN_FORCE, LIFE, Move, State
from geodata.territory.models import Area


class PlanQuerySet(models.QuerySet["BoundaryPlan"]):
    def within(self, scope: Scope) -> Self:
        """Plans for villages that one plans or approves in; those in force for everybody of one of their villages."""
        known = Q(villages__overlap=sorted(scope.villages), state__in=IN_FORCE)
        return self.filter(Q(villages__contained_by=sorted(scope.planned)) | known)

    def under(self, code: str) -> Self:
        """Plans for a village of the area of that code, which may be that village."""
        villages = Area.objects.level(Area.Level.VILLAGE).under(code)
        return self.filter(villages__overlap=ArraySubquery(villages.values("pk")))


class BoundaryPlan(models.Model):
    """A draft of new grids in one or more villages of a county, drawn on a base.

    Invisible to cadres until it is published with an effective day. `fingerprint` tells the borders that it was drawn
    on: when those have moved, it must be rebased.
    """

    name = models.CharField(_("name"), max_length=100)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    county = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("county"))
    villages = ArrayField(models.BigIntegerField(), verbose_name=_("villages"))
    """Ids of areas, kept here so that one cheap condition on the row tells who may see it."""
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(_("version"), default=1)
    effective = models.DateField(_("effective day"), null=True, blank=True)
    fingerprint = models.CharField(_("fingerprint of the base"), max_length=64)
    base_plan = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("drawn on the plan"),
    )
    base_day = models.DateField(_("drawn on the borders of"), null=True, blank=True)
    reverts = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reverted_by",
        verbose_name=_("reverts"),
    )
    proposal = models.JSONField(pgettext_lazy("of a plan", "proposal"), null=True, blank=True)
    """Seed, parameters and version of METIS, when the drawing came from a proposal."""
    loose = models.MultiLineStringField(_("lines that divide nothing"), srid=4326, null=True, blank=True)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("drawn by")
    )
    drawers = ArrayField(models.BigIntegerField(), default=list, verbose_name=_("drawn or changed by"))
    """Ids of all whose drawing it is, those of the plan that it was copied from included: none of them approves it."""
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("changed by")
    )
    changed_at = models.DateTimeField(_("changed at"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published at"), null=True)
    took_effect = models.BooleanField(_("took effect"), default=False)
    """False while the effective day of a published plan is still to come."""

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("boundary plan")
        verbose_name_plural = _("boundary plans")
        ordering = ["-pk"]
        constraints = [
            LIFE.states("plan_is_in_a_state_of_its_life"),
            models.CheckConstraint(
                name="plan_is_for_a_village_or_more", condition=Q(villages__len__gte=1) & ~Q(name="")
            ),
            models.CheckConstraint(
                name="plan_is_approved_by_another_person",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")),
                violation_error_message=_("Someone else has to approve the plan."),
            ),
            models.CheckConstraint(
                name="plan_is_approved_by_nobody_who_drew_it",
                condition=Q(approved_by__isnull=True) | ~Q(drawers__contains=[F("approved_by")]),
                violation_error_message=_("Someone else has to approve the plan."),
            ),
            models.CheckConstraint(
                name="published_plan_was_approved_and_has_a_day",
                condition=~Q(state__in=IN_FORCE)
                | Q(
                    submitted_by__isnull=False,
                    approved_by__isnull=False,
                    effective__isnull=False,
                    published_at__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.name}"

    @property
    def number(self) -> int:
        return int(self.pk)


class PlanGrid(models.Model):
    """One grid of a plan. `key` names it within the plan, whatever becomes of its code."""

    plan = models.ForeignKey(
        BoundaryPlan, on_delete=models.CASCADE, related_name="grids", verbose_name=_("plan")
    )
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("village"))
    key = models.CharField(_("key"), max_length=32)
    area = models.ForeignKey(
        Area,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("goes on from"),
    )
    """The present grid that it continues; none for a new one."""
    code = models.CharField(_("code"), max_length=15, blank=True)
    """Empty for a new grid that takes the next free code."""
    name = models.CharField(_("name"), max_length=100, blank=True)
    geometry = models.MultiPolygonField(_("geometry"), srid=4326)
    locked = models.BooleanField(_("locked"), default=False)
    in_pieces = models.BooleanField(_("may be in several pieces"), default=False)
    leader_from = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("leader from")
    )
    """The present grid whose leader a new grid takes over."""
    doubt = models.CharField(_("doubt"), max_length=10, blank=True)
    """Land that none of a file's grids covers ("gap"), or several do ("overlap"), until somebody decides whose it is."""
    made = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("grid made")
    )
    """The grid that it is, once published."""

    class Meta:
        verbose_name = _("grid of a plan")
        verbose_name_plural = _("grids of a plan")
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="one_grid_per_key_in_a_plan"),
            models.UniqueConstraint(
                fields=["plan", "area"],
                name="a_grid_goes_on_once_in_a_plan",
                violation_error_message=_("A grid continues as one grid of the plan only."),
            ),
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="one_grid_per_code_in_a_plan",
                condition=~Q(code=""),
                violation_error_message=_("Two grids of the plan have the same code."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.key


class PlanStep(Step):
    """What happened to a plan."""

    life = LIFE
    subject = "plan"

    plan = models.ForeignKey(
        BoundaryPlan, on_delete=models.CASCADE, related_name="steps", verbose_name=_("plan")
    )
    move = models.CharField(_("move"), max_length=10, choices=Move)
    before = models.CharField(_("state before"), max_length=10, choices=State, blank=True)
    after = models.CharField(_("state"), max_length=10, choices=State, db_column="state")
    reason = models.TextField(_("remarks"), max_length=2000, blank=True, db_column="remarks")

    class Meta(Step.Meta):
        verbose_name = _("step of a plan")
        verbose_name_plural = _("steps of a plan")
        constraints = [LIFE.steps("step_of_a_plan_is_in_its_table")]


class Lineage(models.Model):
    """That land of one grid went to another on a day, by a plan."""

    class Kind(models.TextChoices):
        SPLIT = "split", _("split from")
        MERGED = "merged", _("merged into")
        REDRAWN = "redrawn", _("redrawn from")

    plan = models.ForeignKey(
        BoundaryPlan, on_delete=models.PROTECT, related_name="lineage", verbose_name=_("plan")
    )
    source = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="went_to", verbose_name=_("from the grid")
    )
    target = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="came_from", verbose_name=_("to the grid")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    day = models.DateField(_("day"))
    households = models.PositiveIntegerField(_("households that moved"))
    square_metres = models.FloatField(_("land that moved, m²"))

    class Meta:
        verbose_name = _("lineage of a grid")
        verbose_name_plural = _("lineage of grids")
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "source", "target"], name="one_lineage_per_plan_and_pair"
            ),
            models.CheckConstraint(name="a_grid_does_not_come_from_itself", condition=~Q(source=F("target"))),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"


class LayerLine(models.Model):
    """A line of a county's line layer, along which grids may rather end. A layer is loaded whole, in place of the last."""

    class Kind(models.TextChoices):
        ROAD = "road", _("roads")
        RIVER = "river", _("rivers")

    county = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+", verbose_name=_("county"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=100, blank=True)
    geometry = models.LineStringField(_("geometry"), srid=4326)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("line of a layer")
        verbose_name_plural = _("lines of layers")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()
