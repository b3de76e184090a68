"""Meetings, what stood on their agenda, what was decided, and what was added to their minutes."""

import uuid
from functools import partial
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.agenda import Outcome
from geodata.base.history import tracked
from geodata.base.lifecycle import Step
from geodata.base.periods import DateRangeField, RangeOperators, not_empty
from geodata.base.scope import Scope
from geodata.meetings import shown
from geodata.meetings.lifecycle import LIFE
from geodata.meetings.words import UNDER_WAY, DecisionState, Kind, Level, State
from geodata.posts.departments import Department
from geodata.territory.models import Area


def _somebody(words: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=words,
    )


@partial(tracked, created=True)
class MeetingRule(models.Model):
    """When the areas of a level meet: every week on a day, or on the first to fourth or last such day of a month.

    Without an area it holds everywhere; the nearest one counts. Where none is, the usual one of rhythm.py does.
    """

    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    level = models.CharField(pgettext_lazy("meeting", "level"), max_length=10, choices=Level)
    weekday = models.PositiveSmallIntegerField(_("day of the week"))
    """1 is Monday."""
    nth = models.PositiveSmallIntegerField(_("which of the month"), null=True, blank=True)
    """1 to 4; 5 is the last. None: every week."""
    time = models.TimeField(_("time"))
    place = models.CharField(pgettext_lazy("meeting", "place"), max_length=60, blank=True)
    due_days = models.PositiveSmallIntegerField(_("days to do what is decided"))
    period = DateRangeField(_("period"))

    class Meta:
        verbose_name = _("rule of meetings")
        verbose_name_plural = _("rules of meetings")
        constraints = [
            ExclusionConstraint(
                name="one_meeting_rule_per_area_level_and_day",
                expressions=[
                    (Coalesce("area", 0), RangeOperators.EQUAL),
                    ("level", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="meeting_rule_is_of_a_known_level", condition=Q(level__in=Level.values)
            ),
            models.CheckConstraint(
                name="meeting_rule_names_a_day_of_the_week", condition=Q(weekday__gte=1) & Q(weekday__lte=7)
            ),
            models.CheckConstraint(
                name="meeting_rule_names_a_week_of_the_month",
                condition=Q(nth__isnull=True) | Q(nth__gte=1) & Q(nth__lte=5),
            ),
            models.CheckConstraint(
                name="meeting_rule_gives_a_day_or_more", condition=Q(due_days__gte=1) & Q(due_days__lte=366)
            ),
            models.CheckConstraint(name="meeting_rule_holds_for_a_day_or_more", condition=not_empty()),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.weekday}"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def within(self, scope: Scope) -> Self:
        """Of areas that lie wholly where the right to meetings itself holds, and of the villages of own grids."""
        return self.filter(shown.inside(scope))


@partial(tracked, exclude=["minutes"])
class Meeting(models.Model):
    """A meeting of a village, a township or a county. What stands on its agenda is written when that is frozen, and once."""

    State, Kind, Level = State, Kind, Level

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    code = models.CharField(_("code"), max_length=15)
    level = models.CharField(pgettext_lazy("meeting", "level"), max_length=10, choices=Level)
    villages = ArrayField(models.BigIntegerField(), verbose_name=_("villages"))
    """Keys: whoever holds all of them sees it."""
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(pgettext_lazy("meeting", "title"), max_length=60, blank=True)
    place = models.CharField(pgettext_lazy("meeting", "place"), max_length=60, blank=True)
    planned_at = models.DateTimeField(_("planned at"))
    since = models.DateField(_("since"), null=True, blank=True)
    """The day of the last one; of a planned one not known yet."""
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True)
    lines = models.PositiveSmallIntegerField(pgettext_lazy("meeting", "lines"), default=0)
    """How many its agenda had when it was frozen."""
    sections = models.JSONField(pgettext_lazy("meeting", "sections"), default=list, blank=True)
    """[{"source", "label", "n", "of"}, …] as they were then."""
    chair = _somebody(pgettext_lazy("meeting", "chair"))
    writer = _somebody(pgettext_lazy("meeting", "writer"))
    present = ArrayField(models.BigIntegerField(), verbose_name=_("present"), default=list, blank=True)
    """Keys of accounts. Nothing is counted of it."""
    minutes = models.TextField(_("minutes"), max_length=4000, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("planned by")
    )
    at = models.DateTimeField(_("at"))
    version = models.PositiveIntegerField(_("version"), default=1)
    synthetic = models.BooleanField(_("invented"), default=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            LIFE.states("meeting_is_in_a_state_of_its_life"),
            models.CheckConstraint(
                name="meeting_is_of_a_known_kind_and_level",
                condition=Q(kind__in=Kind.values) & Q(level__in=Level.values),
            ),
            models.CheckConstraint(name="meeting_is_of_a_village_or_more", condition=~Q(villages=[])),
            models.CheckConstraint(
                name="meeting_says_when_it_was_frozen",
                condition=Q(state=State.PLANNED, frozen_at__isnull=True)
                | Q(state__in=[*UNDER_WAY, State.CONFIRMED], frozen_at__isnull=False, since__isnull=False)
                | Q(state=State.CANCELLED),
            ),
            models.CheckConstraint(
                name="meeting_says_when_it_was_confirmed",
                condition=~Q(state=State.CONFIRMED) | Q(confirmed_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["area"],
                condition=Q(state__in=UNDER_WAY),
                name="one_meeting_of_an_area_is_under_way",
                violation_error_message=_("Another meeting of this area is under way."),
            ),
            # meeting_keeps_its_words is a trigger.
        ]
        indexes = [models.Index(fields=["area", "-planned_at"], name="meetings_by_area")]

    def __str__(self) -> str:
        return f"{self.code} {self.planned_at:%Y-%m-%d}"


class MeetingStep(Step):
    life = LIFE
    subject = "meeting"

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="steps", verbose_name=_("meeting")
    )

    class Meta(Step.Meta):
        verbose_name = _("step of a meeting")
        verbose_name_plural = _("steps of meetings")
        constraints = [
            LIFE.steps("step_of_a_meeting_is_in_its_table"),
            models.CheckConstraint(name="somebody_holds_a_meeting", condition=Q(by__isnull=False)),
        ]


class AgendaItem(models.Model):
    """A line of an agenda as it was when that was frozen, or brought up while the meeting is held; and what came of it."""

    Outcome = Outcome

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="items", verbose_name=_("meeting")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    source = models.CharField(pgettext_lazy("meeting", "source"), max_length=30)
    """The name of one that a manifest declares (geodata/base/agenda.py)."""
    things = models.CharField(max_length=30)
    ref = models.CharField(max_length=80)
    label = models.CharField(pgettext_lazy("meeting", "about"), max_length=200)
    snapshot = models.JSONField(_("snapshot"), default=dict)
    """{"n", "of", "as_of", "link", "place", "department", "deferred"}: figures of that day, and no names."""
    at = models.DateTimeField(_("at"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True, default="")
    text = models.CharField(pgettext_lazy("meeting", "what was said"), max_length=500, blank=True, default="")
    decided_by = _somebody(_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("line of an agenda")
        verbose_name_plural = _("lines of agendas")
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="lines_of_an_agenda_have_numbers"),
            models.UniqueConstraint(
                fields=["meeting", "things", "ref"], name="a_thing_stands_on_an_agenda_once"
            ),
            models.UniqueConstraint(fields=["id", "meeting"], name="a_line_is_of_one_meeting"),
            models.CheckConstraint(
                name="an_outcome_is_known_and_has_its_moment",
                condition=Q(outcome="", decided_at__isnull=True, decided_by__isnull=True)
                | Q(outcome__in=Outcome.values, decided_at__isnull=False, decided_by__isnull=False),
            ),
            # agenda_is_written_once is a trigger.
        ]
        indexes = [models.Index(fields=["things", "ref"], name="agenda_by_thing")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.number}"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def within(self, scope: Scope, *, by: int) -> Self:
        """Of the meetings that one sees, and what one is to do oneself."""
        return self.filter(shown.inside(scope, "meeting__") | Q(owner=by))

    def open(self) -> Self:
        return self.filter(state=DecisionState.OPEN)


@partial(tracked, exclude=["text"])
class Decision(models.Model):
    """What a meeting decided about a line: what is to be handled or assigned has somebody and a day, all else is done with it."""

    State = DecisionState

    item = models.OneToOneField(
        AgendaItem, on_delete=models.CASCADE, related_name="decision", verbose_name=_("line of an agenda")
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="decisions", verbose_name=_("meeting")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    owner = _somebody(pgettext_lazy("decision", "owner"))
    unit_area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office of")
    )
    unit_department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    due_on = models.DateField(pgettext_lazy("decision", "due on"), null=True, blank=True)
    text = models.CharField(pgettext_lazy("decision", "what is to be done"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=DecisionState)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    at = models.DateTimeField(_("at"))
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("meeting", "decision")
        verbose_name_plural = pgettext_lazy("meeting", "decisions")
        constraints = [
            models.CheckConstraint(
                name="what_is_to_be_done_has_somebody_and_a_day",
                condition=~Q(outcome__in=[Outcome.HANDLE, Outcome.ASSIGN])
                | Q(due_on__isnull=False) & (Q(owner__isnull=False) | Q(unit_area__isnull=False)),
                violation_error_message=_("Say who does it, and by which day."),
            ),
            models.CheckConstraint(
                name="decision_is_of_a_known_outcome_and_state",
                condition=Q(outcome__in=Outcome.values) & Q(state__in=DecisionState.values),
            ),
            models.CheckConstraint(
                name="decision_says_when_it_was_done",
                condition=Q(state=DecisionState.OPEN, done_on__isnull=True)
                | ~Q(state=DecisionState.OPEN) & Q(done_on__isnull=False),
            ),
            # decision_is_of_the_meeting_of_its_line is a composite foreign key.
        ]
        indexes = [
            models.Index(
                fields=["meeting", "due_on"], name="open_decisions", condition=Q(state=DecisionState.OPEN)
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.outcome}"


class Addendum(models.Model):
    """What is added to minutes after they were confirmed. They themselves stay as they are."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="addenda", verbose_name=_("meeting")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.CharField(pgettext_lazy("meeting", "addendum"), max_length=1000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = pgettext_lazy("meeting", "addendum")
        verbose_name_plural = pgettext_lazy("meeting", "addenda")
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="addenda_of_a_meeting_have_numbers"),
            # addenda_follow_each_other is a trigger.
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} +{self.number}"
