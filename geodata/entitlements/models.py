"""Entitlements with their steps, agency services in person-times, and trainings as numbers."""

import uuid
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.history import tracked
from geodata.base.lifecycle import Step
from geodata.base.periods import DateRangeField
from geodata.base.scope import Scope
from geodata.entitlements import shown
from geodata.entitlements.lifecycle import LIFE
from geodata.entitlements.words import ENDED, HELD, UNFOLLOWED, Origin, Result, State, Via
from geodata.people.models import Household, OfVillage, Resident
from geodata.policies.models import Policy, PolicyVersion
from geodata.posts.departments import Department
from geodata.territory.models import Area

ENDED_STATES = [str(state) for state in State if state in ENDED]


def _household(name: str) -> models.ForeignKey[Household, Household]:
    return models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        related_name=name,
        verbose_name=_("household"),
    )


def _recorder() -> models.ForeignKey[object, object]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )


class EntitlementQuerySet(models.QuerySet["Entitlement"]):
    def within(self, scope: Scope) -> Self:
        """Where the right to entitlements itself holds, and those of one's own department: as geodata/sql/policies/entitlement.sql."""
        return self.filter(shown.entitled(scope))

    def open(self) -> Self:
        return self.filter(ended_at=None)


@tracked
class Entitlement(OfVillage):
    """That a household or a resident may be entitled to a policy, and how far that has come. A rule's match is no judgement."""

    State, Origin, Via = State, Origin, Via

    household = _household("entitlements")
    resident = models.ForeignKey(
        Resident,
        db_constraint=False,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entitlements",
        verbose_name=_("resident"),
    )
    policy = models.ForeignKey(
        Policy, on_delete=models.PROTECT, related_name="entitlements", verbose_name=_("policy")
    )
    policy_version = models.ForeignKey(
        PolicyVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("version of a policy")
    )
    """What it was matched by, or what holds since."""
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("department")
    )
    """Of the policy, for the second line."""
    origin = models.CharField(_("origin"), max_length=10, choices=Origin)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.POSSIBLE)
    at = models.DateTimeField(_("found at"))
    state_since = models.DateTimeField(_("in this state since"))
    via = models.CharField(
        pgettext_lazy("entitlement", "applied for by"), max_length=10, choices=Via, blank=True
    )
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2, null=True, blank=True)
    """In the unit of its version."""
    period = DateRangeField(pgettext_lazy("entitlement", "granted for"), null=True, blank=True)
    apply_by = models.DateField(_("apply by"), null=True, blank=True)
    """The last day of the window; none: always."""
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    lapsed = models.BooleanField(_("closed by itself"), default=False)
    """By the service: it is found anew as soon as a rule says so."""
    version = models.PositiveIntegerField(_("version"), default=1)
    synthetic = models.BooleanField(_("invented"), default=False)

    objects = EntitlementQuerySet.as_manager()

    class Meta:
        verbose_name = _("entitlement")
        verbose_name_plural = _("entitlements")
        constraints = [
            LIFE.states("entitlement_is_in_a_state_of_its_life"),
            models.UniqueConstraint(
                fields=["household", "resident", "policy"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="one_open_entitlement_per_subject_and_policy",
                violation_error_message=_("This entitlement is open already."),
            ),
            models.CheckConstraint(name="entitlement_has_an_origin", condition=Q(origin__in=Origin.values)),
            models.CheckConstraint(
                name="entitlement_has_an_end_when_it_is_over",
                condition=Q(state__in=ENDED_STATES, ended_at__isnull=False)
                | ~Q(state__in=ENDED_STATES) & Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="only_what_does_not_apply_lapses",
                condition=Q(lapsed=False) | Q(state=State.NOT_APPLICABLE),
            ),
            models.CheckConstraint(
                name="somebody_applies_for_an_entitlement",
                condition=~Q(state__in=["applying", "submitted"]) | Q(via__in=Via.values),
            ),
            models.CheckConstraint(
                name="what_is_paid_has_a_day",
                condition=~Q(state__in=[str(state) for state in HELD]) | Q(paid_on__isnull=False),
            ),
            models.CheckConstraint(
                name="entitlement_amount_is_not_below_zero",
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
            ),
            models.CheckConstraint(
                name="entitlement_is_granted_for_a_day_or_more",
                condition=Q(period__isnull=True) | Q(period__isempty=False),
            ),
            # Foreign keys, written in the migration: entitlement_is_of_the_department_of_its_policy,
            # entitlement_is_of_a_version_of_its_policy, entitlement_carries_the_village_of_its_household and
            # entitlement_is_of_a_resident. The last two take what is merely possible along when an import is undone.
        ]
        indexes = [
            models.Index(fields=["village", "state"], name="entitlements_by_village"),
            models.Index(fields=["department", "state"], name="entitlements_by_department"),
            models.Index(fields=["household", "policy"], name="entitlements_by_household"),
            models.Index(
                fields=["state_since"],
                name="entitlements_by_state",
                condition=Q(state__in=[str(state) for state in (*UNFOLLOWED, State.GRANTED)]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.policy_id}"


class EntitlementStep(Step):
    """What moved an entitlement on."""

    life = LIFE
    subject = "entitlement"

    entitlement = models.ForeignKey(
        Entitlement, on_delete=models.CASCADE, related_name="steps", verbose_name=_("entitlement")
    )

    class Meta(Step.Meta):
        verbose_name = _("step of an entitlement")
        verbose_name_plural = _("steps of entitlements")
        constraints = [
            LIFE.steps("step_of_an_entitlement_is_in_its_table"),
            models.CheckConstraint(
                name="nobody_moves_an_entitlement_but_by_itself",
                condition=Q(by__isnull=False) | Q(move__in=["expire", "lapse"]),
            ),
        ]


class AgencyServiceQuerySet(models.QuerySet["AgencyService"]):
    def within(self, scope: Scope) -> Self:
        """Where the right to entitlements itself holds: departments see none."""
        return self.filter(shown.inside(scope))


class AgencyService(OfVillage):
    """Something done on somebody's behalf: each is one person-time. Appended."""

    Result = Result

    client_id = models.UUIDField(_("client id"), unique=True, default=uuid.uuid4)
    body_hash = models.CharField(max_length=64, editable=False)
    household = _household("agency_services")
    resident = models.ForeignKey(
        Resident,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agency_services",
        verbose_name=_("resident"),
    )
    entitlement = models.ForeignKey(
        Entitlement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agency_services",
        verbose_name=_("entitlement"),
    )
    what = models.CharField(pgettext_lazy("agency service", "what for"), max_length=100)
    agent = models.CharField(pgettext_lazy("agency service", "done by"), max_length=40)
    handed_in = models.CharField(pgettext_lazy("agency service", "papers"), max_length=200, blank=True)
    where = models.CharField(pgettext_lazy("agency service", "where"), max_length=100, blank=True)
    result = models.CharField(pgettext_lazy("agency service", "result"), max_length=10, choices=Result)
    day = models.DateField(_("day"))
    by = _recorder()
    at = models.DateTimeField(_("recorded at"))
    synthetic = models.BooleanField(_("invented"), default=False)

    objects = AgencyServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("agency service")
        verbose_name_plural = _("agency services")
        constraints = [
            models.CheckConstraint(
                name="agency_service_is_of_a_kind_and_has_a_result",
                condition=~Q(what="") & Q(result__in=Result.values),
            ),
            # agencyservice_carries_the_village_of_its_household is a composite foreign key.
        ]
        indexes = [
            models.Index(fields=["village", "-day"], name="agency_services_by_village"),
            models.Index(fields=["household"], name="agency_services_by_household"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.what}"


class TrainingQuerySet(models.QuerySet["Training"]):
    def within(self, scope: Scope) -> Self:
        """Of the areas that somebody holds, and of those above: a number, and nobody who came."""
        return self.filter(shown.held_there(scope))


class Training(models.Model):
    """A training or talk about policies: how many came, and nobody's name."""

    day = models.DateField(_("day"))
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    place = models.CharField(pgettext_lazy("training", "place"), max_length=100, blank=True)
    policies = ArrayField(models.CharField(max_length=40), verbose_name=_("policies"), default=list)
    """Their codes, which never change."""
    speaker = models.CharField(pgettext_lazy("training", "speaker"), max_length=60, blank=True)
    attended = models.PositiveIntegerField(pgettext_lazy("training", "attended"))
    by = _recorder()
    at = models.DateTimeField(_("recorded at"))
    synthetic = models.BooleanField(_("invented"), default=False)

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy training")
        verbose_name_plural = _("policy trainings")
        constraints = [
            models.CheckConstraint(
                name="training_is_attended_by_1_to_10000", condition=Q(attended__gte=1, attended__lte=10_000)
            ),
        ]
        indexes = [models.Index(fields=["area", "-day"], name="trainings_by_area")]

    def __str__(self) -> str:
        return f"{self.day} {self.area_id}"
