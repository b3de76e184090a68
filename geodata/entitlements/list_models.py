"""A department's list beside what we hold: a run for each list, and a row for each line and each of ours that no line names."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.scope import Scope
from geodata.entitlements import shown
from geodata.entitlements.models import Entitlement
from geodata.entitlements.words import Finding
from geodata.people.models import Household
from geodata.policies.models import Policy
from geodata.posts.departments import Department
from geodata.territory.models import Area


class ListRunQuerySet(models.QuerySet["ListRun"]):
    def within(self, scope: Scope) -> Self:
        """Of one's own department, and of whole areas where the right itself holds: as geodata/sql/policies/listrun.sql."""
        villages = list(shown.plain(scope).villages)
        return self.filter(Q(department__in=shown.departments(scope)) | Q(villages__contained_by=villages))


class ListRun(models.Model):
    """Who receives a policy as its department has it on a day, in an area. `rows = both + only_there + unknown`."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+", verbose_name=_("policy"))
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("department")
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    villages = ArrayField(models.BigIntegerField(), verbose_name=_("villages"))
    """Of the area, by key."""
    as_of = models.DateField(pgettext_lazy("list", "as of"))
    name = models.CharField(pgettext_lazy("list", "name"), max_length=100, blank=True)
    rows = models.PositiveIntegerField(pgettext_lazy("list", "rows"))
    both = models.PositiveIntegerField(pgettext_lazy("list", "there and here"))
    only_there = models.PositiveIntegerField(pgettext_lazy("list", "only there"))
    unknown = models.PositiveIntegerField(pgettext_lazy("list", "no such household"))
    only_here = models.PositiveIntegerField(pgettext_lazy("list", "only here"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    synthetic = models.BooleanField(_("invented"), default=False)

    objects = ListRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of a department")
        verbose_name_plural = _("lists of departments")
        constraints = [
            models.CheckConstraint(
                name="parts_of_a_list_add_up",
                condition=Q(rows=F("both") + F("only_there") + F("unknown")),
                violation_error_message=_("The parts of the list do not add up."),
            ),
        ]
        indexes = [models.Index(fields=["department", "-id"], name="lists_by_department")]

    def __str__(self) -> str:
        return f"{self.policy} {self.as_of}"


class ListRowQuerySet(models.QuerySet["ListRow"]):
    def within(self, scope: Scope) -> Self:
        """As geodata/sql/policies/listrow.sql."""
        plain = shown.plain(scope)
        return self.filter(
            Q(department__in=shown.departments(scope))
            | Q(village__in=plain.villages)
            | Q(village=None, run__in=ListRun.objects.within(scope))
        )


class ListRow(models.Model):
    """A line of a list with what was found for it; or, without a line, what we hold and the list has not."""

    run = models.ForeignKey(
        ListRun, on_delete=models.CASCADE, related_name="lines", verbose_name=_("list of a department")
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("department")
    )
    line = models.PositiveIntegerField(pgettext_lazy("list", "line"), null=True, blank=True)
    number = models.CharField(pgettext_lazy("list", "household number"), max_length=30, blank=True)
    name = models.CharField(pgettext_lazy("list", "name of a person"), max_length=60, blank=True)
    place = models.CharField(pgettext_lazy("list", "village"), max_length=60, blank=True)
    village = models.ForeignKey(
        Area,
        db_constraint=False,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("village"),
    )
    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("household"),
    )
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2, null=True, blank=True)
    finding = models.CharField(pgettext_lazy("list", "found"), max_length=10, choices=Finding)
    entitlement = models.ForeignKey(
        Entitlement,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entitlement"),
    )

    objects = ListRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a list")
        verbose_name_plural = _("lines of lists")
        constraints = [
            models.UniqueConstraint(fields=["run", "line"], name="one_row_per_line_of_a_list"),
            models.CheckConstraint(
                name="line_of_a_list_says_what_was_found",
                condition=Q(finding=Finding.BOTH, line__isnull=False, household__isnull=False)
                | Q(finding=Finding.ONLY_THERE, line__isnull=False, household__isnull=False)
                | Q(finding=Finding.UNKNOWN, line__isnull=False, household__isnull=True)
                | Q(finding=Finding.ONLY_HERE, line__isnull=True, entitlement__isnull=False),
            ),
            # listrow_carries_the_village_of_its_household is a composite foreign key.
        ]
        indexes = [
            models.Index(fields=["run", "finding", "id"], name="rows_of_a_list"),
            models.Index(fields=["household"], name="list_rows_by_household"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.line}"
