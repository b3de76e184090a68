"""What stands beside a need: to whom it is assigned, what a dispute came to, consultations and supervision."""

from functools import partial

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.history import tracked
from geodata.needs.models import Need
from geodata.posts.departments import Department
from geodata.territory.models import Area


class AssignmentState(models.TextChoices):
    GIVEN = "given", pgettext_lazy("assignment", "given")
    ACCEPTED = "accepted", pgettext_lazy("assignment", "accepted")
    REFUSED = "refused", pgettext_lazy("assignment", "refused")
    DONE = "done", pgettext_lazy("assignment", "done")
    WITHDRAWN = "withdrawn", pgettext_lazy("assignment", "withdrawn")


UNDER_WAY = (AssignmentState.GIVEN, AssignmentState.ACCEPTED)


@partial(tracked, exclude=["task", "answer", "reason"])
class Assignment(models.Model):
    """A task given to a department, to the office of an area, or in the village to one person.

    A department reads these rows and never the need: number, category and village stand on them, and what is to be done in words of its own.
    """

    State = AssignmentState

    need = models.ForeignKey(
        Need, on_delete=models.CASCADE, related_name="assignments", verbose_name=_("need")
    )
    number = models.CharField(_("number"), max_length=24)
    category = models.CharField(_("need category"), max_length=30)
    """Its code."""
    named = ArrayField(models.BigIntegerField(), verbose_name=_("whom it is about"), default=list, blank=True)
    """Accounts, as of the need (a trigger sees to it): an officer of the department who is one of them never sees the row."""
    village = models.ForeignKey(
        Area, db_constraint=False, on_delete=models.PROTECT, related_name="+", verbose_name=_("village")
    )
    level = models.PositiveSmallIntegerField(pgettext_lazy("need", "level"))
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area of the unit")
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("assigned by")
    )
    at = models.DateTimeField(_("assigned at"))
    due_at = models.DateTimeField(_("due at"))
    task = models.TextField(_("task"), max_length=500)
    shows_household = models.BooleanField(_("shows the household"), default=False)
    """Its place and number, never a name or a phone."""
    household_number = models.CharField(_("household number"), max_length=30, blank=True)
    place = models.CharField(pgettext_lazy("assignment", "place"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=AssignmentState, default=AssignmentState.GIVEN
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    referred_at = models.DateTimeField(_("referred to the county at"), null=True, blank=True)
    """It is the second one, and is said to be another's again: the county decides whose it is."""
    decide_by = models.DateTimeField(_("to be decided by the county until"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["need", "area", "department"],
                condition=Q(state__in=["given", "accepted"]),
                nulls_distinct=False,
                name="one_open_assignment_per_need_and_unit",
                violation_error_message=_("It is assigned there already."),
            ),
            models.UniqueConstraint(
                fields=["need"],
                condition=Q(state="refused"),
                name="one_assignment_of_a_need_is_refused",
                violation_error_message=_(
                    "An assignment of this need was refused already; the next one is not."
                ),
            ),
            models.CheckConstraint(
                name="assignment_to_a_person_is_of_the_village",
                condition=Q(user__isnull=False, department__isnull=True, level=1)
                | Q(user__isnull=True) & ~Q(level=1),
                violation_error_message=_(
                    "In the village a need is assigned to a person, above it to an office."
                ),
            ),
            models.CheckConstraint(
                name="assignment_is_in_a_state_of_its_life", condition=Q(state__in=AssignmentState.values)
            ),
            models.CheckConstraint(
                name="assignment_is_refused_with_a_reason", condition=~Q(state="refused") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="assignment_shows_a_household_only_where_it_says_so",
                condition=Q(shows_household=True) | Q(household_number=""),
            ),
        ]
        indexes = [
            models.Index(fields=["department", "state", "due_at"], name="assignments_of_departments"),
            models.Index(fields=["user"], name="assignments_of_persons"),
        ]

    def __str__(self) -> str:
        return self.number


class Dispute(models.Model):
    """The dispute of a need: who is at odds (sealed), who mediates, and what they agreed on (sealed)."""

    class Outcome(models.TextChoices):
        AGREED = "agreed", pgettext_lazy("dispute", "agreed")
        FAILED = "failed", pgettext_lazy("dispute", "not agreed")
        COURT = "court", pgettext_lazy("dispute", "before a court")

    need = models.OneToOneField(
        Need, on_delete=models.CASCADE, related_name="dispute", verbose_name=_("need")
    )
    parties = models.BinaryField(default=b"", blank=True)
    mediator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("mediator"),
    )
    mediator_name = models.CharField(_("name of the mediator"), max_length=60, blank=True)
    outcome = models.CharField(
        pgettext_lazy("dispute", "outcome"), max_length=10, choices=Outcome, blank=True
    )
    agreement = models.BinaryField(default=b"", blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    revisit_on = models.DateField(_("to be revisited on"), null=True, blank=True)
    revisited_on = models.DateField(_("revisited on"), null=True, blank=True)

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        constraints = [
            models.CheckConstraint(
                name="agreed_dispute_is_revisited_on_a_day",
                condition=~Q(outcome="agreed") | Q(revisit_on__isnull=False),
                violation_error_message=_("Say on which day it is looked at again."),
            ),
            models.CheckConstraint(
                name="mediator_is_an_account_or_a_name",
                condition=Q(mediator__isnull=True) | Q(mediator_name=""),
            ),
            # dispute_and_need is a trigger: a need is a dispute if and only if it has this row.
        ]
        indexes = [
            models.Index(
                fields=["revisit_on"], name="disputes_to_be_revisited", condition=Q(revisited_on__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.need_id} {self.outcome}"


class Consultation(models.Model):
    """That several sat together about a need, and what came of it. Appended, never changed."""

    need = models.ForeignKey(
        Need, on_delete=models.CASCADE, related_name="consultations", verbose_name=_("need")
    )
    day = models.DateField(_("day"))
    participants = models.CharField(_("participants"), max_length=300)
    result = models.TextField(_("result"), max_length=1000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.need_id} {self.day}"


class Supervision(models.Model):
    """That a need or an assignment is urged, or has to be answered by a day. It changes no state."""

    class Kind(models.TextChoices):
        URGE = "urge", pgettext_lazy("supervision", "urged")
        ANSWER_BY = "answer_by", pgettext_lazy("supervision", "to be answered by a day")

    need = models.ForeignKey(
        Need, on_delete=models.CASCADE, related_name="supervisions", verbose_name=_("need")
    )
    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, null=True, blank=True, related_name="supervisions",
        verbose_name=_("assignment"),
    )  # fmt: skip
    level = models.PositiveSmallIntegerField(pgettext_lazy("need", "level"))
    """At which the need stood."""
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    """None: by itself."""
    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    note = models.CharField(_("note"), max_length=200, blank=True)
    answer_by = models.DateTimeField(_("to be answered by"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("supervision")
        verbose_name_plural = _("supervisions")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="supervision_that_asks_for_an_answer_says_by_when",
                condition=Q(kind="urge", answer_by__isnull=True)
                | Q(kind="answer_by", answer_by__isnull=False),
            ),
            models.CheckConstraint(
                name="supervision_is_answered_with_words",
                condition=Q(answered_at__isnull=True, answer="")
                | Q(answered_at__isnull=False) & ~Q(answer=""),
            ),
            models.UniqueConstraint(
                fields=["need", "level"],
                condition=Q(by__isnull=True),
                name="a_need_is_supervised_by_itself_once_a_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} {self.kind}"
