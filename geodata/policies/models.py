"""Policies and their versions, questions asked at doors and their answers, and what the rules say of each household."""

import datetime as dt
import uuid
from functools import partial
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from geodata.base.history import tracked
from geodata.base.lifecycle import Step
from geodata.base.periods import DateRangeField, RangeOperators, covers, not_empty
from geodata.base.scope import Scope
from geodata.people.models import Household, OfVillage, Resident
from geodata.policies import shown
from geodata.policies.lifecycle import LIFE
from geodata.policies.words import AnswerSource, AnswerType, Field, Level, State, Subject, Unit
from geodata.posts.departments import Department
from geodata.territory.models import Area

CODE = "^[a-z][a-z0-9_]*$"
DAY_OF_YEAR = "^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"


def _english() -> bool:
    return (get_language() or "").startswith("en")


def _somebody(words: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=words
    )


@partial(tracked, created=True)
class Policy(models.Model):
    """A benefit that a department gives; what it is on which days stands in its versions. Its code and its subject stay."""

    Level, Field, Subject = Level, Field, Subject

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(pgettext_lazy("of a policy", "name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    level = models.CharField(pgettext_lazy("policy", "made by"), max_length=10, choices=Level)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    """Where it holds: the area of its department."""
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="policies", verbose_name=_("department")
    )
    field = models.CharField(pgettext_lazy("policy", "field"), max_length=10, choices=Field)
    subject = models.CharField(pgettext_lazy("policy", "for"), max_length=10, choices=Subject)
    synthetic = models.BooleanField(_("invented"), default=False)

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        constraints = [
            models.CheckConstraint(
                name="policy_code_is_a_word",
                condition=Q(code__regex=CODE),
                violation_error_message=_("The code of a policy is a word of small letters."),
            ),
            models.CheckConstraint(
                name="policy_is_of_a_level_a_field_and_a_subject",
                condition=Q(level__in=Level.values, field__in=Field.values, subject__in=Subject.values),
            ),
            # policy_keeps_its_code is a trigger, policy_holds_in_the_area_of_its_department a composite foreign key.
        ]

    def __str__(self) -> str:
        return self.name_en if _english() and self.name_en else self.name


class PolicyVersionQuerySet(models.QuerySet["PolicyVersion"]):
    def in_force(self, on: dt.date) -> Self:
        """Those that hold on that day: also one that was ended later."""
        return self.filter(covers(on))

    def shown_to(self, scope: Scope) -> Self:
        """What holds or held is everybody's; what is still written is shown to who may write it (see finding.py)."""
        return self.filter(~Q(period=None) | shown.written(scope))


@partial(tracked, created=True)
class PolicyVersion(models.Model):
    """What a policy gives, to whom and how, on the days of its period. Changed while it is a draft, and never after."""

    State, Unit = State, Unit

    policy = models.ForeignKey(
        Policy, on_delete=models.CASCADE, related_name="versions", verbose_name=_("policy")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    plain = models.CharField(_("in plain words"), max_length=200)
    plain_en = models.CharField(_("in plain words, in English"), max_length=400, blank=True)
    benefit = models.CharField(_("benefit"), max_length=200)
    benefit_en = models.CharField(_("benefit in English"), max_length=400, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=20, choices=Unit, blank=True)
    how = models.CharField(_("how to apply"), max_length=500, blank=True)
    how_en = models.CharField(_("how to apply, in English"), max_length=900, blank=True)
    materials = ArrayField(
        models.CharField(max_length=60), verbose_name=_("what to bring"), default=list, blank=True
    )
    where = models.CharField(_("where to apply"), max_length=200, blank=True)
    opens = models.CharField(_("applied for from"), max_length=5, blank=True)
    closes = models.CharField(_("applied for until"), max_length=5, blank=True)
    """Month and day of each year, 03-01; empty: always."""
    document = models.CharField(_("number of the document"), max_length=100, blank=True)
    rule = models.JSONField(_("rule"), default=dict)
    """A tree of geodata/base/filters."""
    examples = models.JSONField(_("examples"), default=list)
    """Invented households and what the rule says of them: see examples.py."""
    period = DateRangeField(_("period"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    written_by = _somebody(_("written by"))
    written_at = models.DateTimeField(_("written at"))
    version = models.PositiveIntegerField(_("version"), default=1)
    """Of the draft, one more with each change."""

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a policy")
        verbose_name_plural = _("versions of policies")
        constraints = [
            LIFE.states("policy_version_is_in_a_state_of_its_life"),
            models.UniqueConstraint(fields=["policy", "number"], name="one_version_per_policy_and_number"),
            ExclusionConstraint(
                name="one_version_per_policy_and_day",
                expressions=[("policy", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message=_("Another version is in force on these days."),
            ),
            models.CheckConstraint(
                name="policy_version_has_days_once_it_is_in_force",
                condition=(~Q(state__in=[State.DRAFT, State.CHECKED]) | Q(period__isnull=True))
                & (~Q(state=State.IN_FORCE) | Q(period__isnull=False))
                & (~Q(state=State.ENDED) | Q(period__isnull=False, period__upper_inf=False)),
            ),
            models.CheckConstraint(
                name="policy_version_holds_for_a_day_or_more", condition=Q(period__isnull=True) | not_empty()
            ),
            models.CheckConstraint(
                name="policy_version_is_applied_for_in_a_window",
                condition=Q(opens="", closes="") | Q(opens__regex=DAY_OF_YEAR, closes__regex=DAY_OF_YEAR),
            ),
            models.CheckConstraint(
                name="policy_amount_has_a_unit",
                condition=Q(amount__isnull=True) | ~Q(unit="") & Q(amount__gte=0),
            ),
            # checked_version_has_three_examples is a CHECK of a JSON's length, policy_version_keeps_its_words a trigger.
        ]

    def __str__(self) -> str:
        return f"{self.policy} {self.number}"

    @property
    def plain_here(self) -> str:
        """In the reader's language."""
        return self.plain_en if _english() and self.plain_en else self.plain

    @property
    def benefit_here(self) -> str:
        return self.benefit_en if _english() and self.benefit_en else self.benefit

    @property
    def how_here(self) -> str:
        return self.how_en if _english() and self.how_en else self.how


class PolicyStep(Step):
    """What moved a version on."""

    life = LIFE
    subject = "version"

    version = models.ForeignKey(
        PolicyVersion, on_delete=models.CASCADE, related_name="steps", verbose_name=_("version of a policy")
    )

    class Meta(Step.Meta):
        verbose_name = _("step of a policy")
        verbose_name_plural = _("steps of policies")
        constraints = [LIFE.steps("step_of_a_policy_is_in_its_table")]


class DoorQuestionQuerySet(models.QuerySet["DoorQuestion"]):
    def on(self, day: dt.date) -> Self:
        """Those that are asked on that day."""
        return self.filter(covers(day))


@partial(tracked, created=True)
class DoorQuestion(models.Model):
    """What is asked at a door once, for every policy and every form; the answer holds for some days. Its code stays."""

    Type, Subject = AnswerType, Subject

    code = models.CharField(_("code"), max_length=40, unique=True)
    question = models.CharField(_("question"), max_length=60)
    question_en = models.CharField(_("question in English"), max_length=120, blank=True)
    type = models.CharField(_("kind of answer"), max_length=10, choices=AnswerType)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    """Of one of several: [{"code", "name", "name_en"}, …]."""
    subject = models.CharField(_("asked about"), max_length=10, choices=Subject, default=Subject.HOUSEHOLD)
    sensitive = models.BooleanField(_("sensitive"), default=False)
    lasts_days = models.PositiveSmallIntegerField(_("days that an answer holds"), default=365)
    period = DateRangeField(_("period"))
    synthetic = models.BooleanField(_("invented"), default=False)

    objects = DoorQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("door question")
        verbose_name_plural = _("door questions")
        constraints = [
            models.CheckConstraint(
                name="door_question_code_is_a_word",
                condition=Q(code__regex=CODE),
                violation_error_message=_("The code of a question is a word of small letters."),
            ),
            models.CheckConstraint(name="door_question_holds_for_a_day_or_more", condition=not_empty()),
            models.CheckConstraint(
                name="door_answers_last_1_to_3660_days", condition=Q(lasts_days__gte=1, lasts_days__lte=3660)
            ),
            models.CheckConstraint(
                name="door_question_of_several_has_choices",
                condition=Q(type=AnswerType.CHOICE) & ~Q(choices=[])
                | Q(type__in=["yesno", "number"], choices=[]),
            ),
            # door_question_keeps_its_code is a trigger.
        ]

    def __str__(self) -> str:
        return self.question_en if _english() and self.question_en else self.question


class DoorAnswerQuerySet(models.QuerySet["DoorAnswer"]):
    def within(self, scope: Scope) -> Self:
        """Where the right to entitlements itself holds: the same as geodata/sql/policies/dooranswer.sql."""
        return self.filter(shown.inside(scope))


class DoorAnswer(OfVillage):
    """What was said at a door, or by a list or an office. Appended: the latest counts, until it expires."""

    Source = AnswerSource

    client_id = models.UUIDField(_("client id"), unique=True, default=uuid.uuid4)
    body_hash = models.CharField(max_length=64, editable=False)
    question = models.ForeignKey(
        DoorQuestion, on_delete=models.PROTECT, related_name="answers", verbose_name=_("door question")
    )
    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        related_name="door_answers",
        verbose_name=_("household"),
    )
    resident = models.ForeignKey(
        Resident,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="door_answers",
        verbose_name=_("resident"),
    )
    value = models.JSONField(_("answer"))
    """true or false, a number, or the code of a choice."""
    said_on = models.DateField(_("said on"))
    expires_on = models.DateField(_("holds until"))
    """The first day on which it holds no more."""
    by = _somebody(_("recorded by"))
    at = models.DateTimeField(_("recorded at"))
    visit_client_id = models.UUIDField(_("client id of the visit"), null=True, blank=True)
    """Visits are further on in the house: no foreign key."""
    source = models.CharField(_("source"), max_length=10, choices=AnswerSource)
    synthetic = models.BooleanField(_("invented"), default=False)

    objects = DoorAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("door answer")
        verbose_name_plural = _("door answers")
        constraints = [
            models.CheckConstraint(
                name="door_answer_holds_for_a_day_or_more", condition=Q(expires_on__gt=F("said_on"))
            ),
            # door_answer_is_a_simple_value is a CHECK of a JSON's type, dooranswer_carries_… a composite foreign key.
        ]
        indexes = [
            models.Index(fields=["household", "question", "-said_on", "-id"], name="latest_door_answers"),
            models.Index(fields=["village"], name="door_answers_by_village"),
            models.Index(fields=["expires_on"], name="door_answers_by_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.question_id}"


class MatchingQuerySet(models.QuerySet["Matching"]):
    def within(self, scope: Scope) -> Self:
        return self.filter(shown.inside(scope))


class Matching(OfVillage):
    """What the rules in force say of a household: one row, worked out anew by matching.py. No score, and no judgement."""

    household = models.OneToOneField(
        Household,
        db_constraint=False,
        on_delete=models.CASCADE,
        related_name="matching",
        verbose_name=_("household"),
    )
    yes = ArrayField(models.IntegerField(), verbose_name=_("policies that hold"), default=list)
    """Keys of policies, one for each subject of which its rule says yes; beside it at the same place `yes_residents`."""
    yes_residents = ArrayField(models.BigIntegerField(), verbose_name=_("of whom they hold"), default=list)
    """Keys of residents; 0: the household."""
    unknown = ArrayField(
        models.IntegerField(), verbose_name=_("policies that nobody knows yet"), default=list
    )
    missing = ArrayField(models.IntegerField(), verbose_name=_("questions to ask"), default=list)
    """Keys of door questions whose answers those policies miss."""
    on = models.DateField(_("day"))

    objects = MatchingQuerySet.as_manager()

    class Meta:
        verbose_name = _("matching of policies")
        verbose_name_plural = _("matchings of policies")
        # matching_names_whom_each_is_about is a CHECK of two lengths, matching_carries_… a composite foreign key.
        indexes = [models.Index(fields=["village"], name="matchings_by_village")]

    def __str__(self) -> str:
        return f"{self.household_id} {self.on}"


class MatchMark(models.Model):
    """Since policies were matched something has changed that rules ask: of a household, or in a village.

    Written by triggers in the transaction of the event (geodata/sql/matching_follows.sql): it waits for nothing, and nothing waits for it.
    """

    village_id = models.BigIntegerField(null=True)
    household_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("mark of a matching")
        verbose_name_plural = _("marks of matchings")
        # One of a household for each of its changes, until it is matched: taken in their order.
        indexes = [models.Index(fields=["household_id"], name="marks_of_households")]

    def __str__(self) -> str:
        return f"{self.village_id} {self.household_id}"
