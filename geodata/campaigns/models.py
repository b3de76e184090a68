"""A roll-call, the households that it asks for, what came of each, and the tasks at places beside it."""

import uuid
from functools import partial
from typing import Self

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.history import tracked
from geodata.base.lifecycle import Step
from geodata.base.scope import Right, Scope
from geodata.campaigns import shown
from geodata.campaigns.lifecycle import LIFE
from geodata.campaigns.words import REACHED, How, Level, Reason, Result, State, TaskState, What
from geodata.needs.models import Need
from geodata.people.models import Household, OfPlace, OfVillage
from geodata.posts.departments import Department
from geodata.territory.models import Area
from geodata.visits.models import Visit


def usual_hours() -> list[int]:
    return [4, 8, 12]


@partial(tracked, created=True)
class Campaign(models.Model):
    """A roll-call. Area, filter, checklist and deadline are frozen when it opens; a drill is marked and counts nowhere."""

    State, Reason = State, Reason

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    title = models.CharField(pgettext_lazy("campaign", "title"), max_length=60)
    reason = models.CharField(pgettext_lazy("campaign", "reason"), max_length=10, choices=Reason)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    issuers = ArrayField(models.BigIntegerField(), verbose_name=_("issued by"), default=list, blank=True)
    """Keys of departments."""
    filter = models.JSONField(pgettext_lazy("campaign", "who"), default=dict)
    """A tree of geodata/base/filters."""
    checklist = models.JSONField(_("checklist"), default=list, blank=True)
    """[{"code", "label", "bad"}, …]: `bad` is the answer, true or false, that opens a need."""
    climb_hours = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("handed up after hours"), default=usual_hours
    )
    """From the contact member to the leader, to the village, to the township; counted from when a household was asked for."""
    due_at = models.DateTimeField(_("due at"))
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    at = models.DateTimeField(_("drafted at"))
    version = models.PositiveIntegerField(_("version"), default=1)
    synthetic = models.BooleanField(_("invented"), default=False)

    class Meta:
        verbose_name = _("roll-call")
        verbose_name_plural = _("roll-calls")
        constraints = [
            LIFE.states("campaign_is_in_a_state_of_its_life"),
            models.CheckConstraint(name="campaign_has_a_known_reason", condition=Q(reason__in=Reason.values)),
            models.CheckConstraint(
                name="campaign_says_when_it_was_opened_and_closed",
                condition=Q(state=State.DRAFT, opened_at__isnull=True, closed_at__isnull=True)
                | Q(state=State.OPEN, opened_at__isnull=False, closed_at__isnull=True)
                | Q(
                    state__in=[State.CLOSED, State.REPORTED],
                    opened_at__isnull=False,
                    closed_at__isnull=False,
                    closed_at__gte=F("opened_at"),
                ),
            ),
            models.CheckConstraint(
                name="campaign_is_due_after_it_opens",
                condition=Q(opened_at__isnull=True) | Q(due_at__gt=F("opened_at")),
                violation_error_message=_("The deadline is after the opening."),
            ),
            # campaign_climbs_three_times is a CHECK of an array, campaign_keeps_its_words a trigger.
        ]
        indexes = [models.Index(fields=["area", "-id"], name="campaigns_by_area")]

    def __str__(self) -> str:
        return self.title

    @property
    def drill(self) -> bool:
        return self.reason == Reason.DRILL


class CampaignStep(Step):
    """What moved a roll-call on; of households that were asked for or climbed, how many and to which level."""

    life = LIFE
    subject = "campaign"

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="steps", verbose_name=_("roll-call")
    )
    targets = models.PositiveIntegerField(pgettext_lazy("campaign", "households"), default=0, db_default=0)
    level = models.PositiveSmallIntegerField(
        pgettext_lazy("campaign", "level"), choices=Level, default=0, db_default=0
    )

    class Meta(Step.Meta):
        verbose_name = _("step of a roll-call")
        verbose_name_plural = _("steps of roll-calls")
        constraints = [
            LIFE.steps("step_of_a_campaign_is_in_its_table"),
            models.CheckConstraint(
                name="nobody_makes_but_climbing_by_itself",
                condition=Q(by__isnull=False) | Q(move="climb"),
            ),
        ]


class TargetQuerySet(models.QuerySet["CampaignTarget"]):
    def within(self, scope: Scope) -> Self:
        """Where the right to roll-calls itself holds."""
        return self.filter(shown.inside(scope))

    def reached(self) -> Self:
        return self.filter(state__in=REACHED)

    def unreached(self) -> Self:
        return self.exclude(state__in=REACHED)


class CampaignTarget(OfVillage):
    """A household that a roll-call asks for: written when it opens or is added to, and never taken away.

    `state` and `made_at` are those of the last valid result, kept by the database (geodata/sql/take_campaign_result.sql).
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="targets", verbose_name=_("roll-call")
    )
    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        related_name="campaign_targets",
        verbose_name=_("household"),
    )
    grid_then = models.ForeignKey(
        Area,
        db_constraint=False,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("grid of that day"),
    )
    why = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("why it is asked for"), default=list)
    """Which parts of the filter hold, by their places from the left; none: it was added by hand."""
    special = models.BooleanField(_("special"), default=False)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=pgettext_lazy("campaign", "with"),
    )
    """Who is to reach it; None: whoever holds the level."""
    level = models.PositiveSmallIntegerField(
        pgettext_lazy("campaign", "level"), choices=Level, default=Level.CONTACT
    )
    added_at = models.DateTimeField(_("asked for since"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("added by"),
    )
    """None: it was in the filter."""
    state = models.CharField(
        _("result"), max_length=10, choices=Result, blank=True, default="", db_default=""
    )
    made_at = models.DateTimeField(_("made at"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("times nobody was there"), default=0, db_default=0)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("household of a roll-call")
        verbose_name_plural = _("households of roll-calls")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "household"], name="a_household_is_asked_for_once_a_campaign"
            ),
            models.CheckConstraint(
                name="target_is_of_a_known_level_and_result",
                condition=Q(level__in=Level.values) & (Q(state="") | Q(state__in=Result.values)),
            ),
            # target_keeps_its_place is a trigger; campaigntarget_carries_the_village_of_its_household a composite foreign key.
        ]
        indexes = [
            models.Index(fields=["household"], name="targets_by_household"),
            models.Index(fields=["holder", "campaign"], name="targets_by_holder"),
            models.Index(
                fields=["campaign", "level", "added_at"],
                name="unreached_targets",
                condition=~Q(state__in=REACHED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.household_id}"


class ResultQuerySet(models.QuerySet["CampaignResult"]):
    def within(self, scope: Scope) -> Self:
        return self.filter(shown.inside(scope))


class CampaignResult(OfVillage):
    """What came of one attempt to reach a household. Appended; the one that was made last counts."""

    client_id = models.UUIDField(_("client id"), unique=True, default=uuid.uuid4)
    body_hash = models.CharField(max_length=64, editable=False)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="results", verbose_name=_("roll-call")
    )
    target = models.ForeignKey(
        CampaignTarget,
        on_delete=models.CASCADE,
        related_name="results",
        verbose_name=_("household of a roll-call"),
    )
    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        related_name="campaign_results",
        verbose_name=_("household"),
    )
    made_at = models.DateTimeField(_("made at"))
    at = models.DateTimeField(_("recorded at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    how = models.CharField(pgettext_lazy("campaign", "how"), max_length=10, choices=How)
    state = models.CharField(_("result"), max_length=10, choices=Result)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    """{code of the checklist: true or false}."""
    need = models.ForeignKey(
        Need, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("need")
    )
    visit = models.ForeignKey(
        Visit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("visit")
    )
    synthetic = models.BooleanField(_("invented"), default=False)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result of a roll-call")
        verbose_name_plural = _("results of roll-calls")
        constraints = [
            models.CheckConstraint(
                name="result_is_of_a_known_way_and_state",
                condition=Q(how__in=How.values, state__in=Result.values),
            ),
            models.CheckConstraint(
                name="result_is_recorded_once_it_was_made", condition=Q(made_at__lte=F("at"))
            ),
            models.CheckConstraint(
                name="what_a_neighbour_says_is_no_visit",
                condition=Q(visit__isnull=True) | Q(how__in=[How.DOOR, How.PHONE]),
            ),
            models.CheckConstraint(
                name="who_is_well_has_no_need_of_a_result",
                condition=Q(need__isnull=True) | Q(state=Result.NEEDS),
            ),
            # take_campaign_result is a trigger; result_is_of_the_campaign_of_its_target a composite foreign key.
        ]
        indexes = [
            models.Index(fields=["campaign", "target", "made_at", "id"], name="results_in_their_order"),
            models.Index(fields=["campaign", "-id"], name="newest_results"),
            models.Index(fields=["household"], name="results_by_household"),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.state}"


class PlaceTaskQuerySet(models.QuerySet["PlaceTask"]):
    def within(self, scope: Scope) -> Self:
        """Those of the own departments, and where the right to roll-calls itself holds."""
        own = scope.to(Right.CAMPAIGN).departments
        here = Q(village__in=shown.villages(scope)) | Q(grid__in=shown.grids(scope))
        return self.filter(here | Q(department__in=own))


@tracked
class PlaceTask(OfPlace):
    """What has to be done at a place, and by which department: snow, a road, power. It names no household."""

    What, State = What, TaskState

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="place_tasks", verbose_name=_("roll-call")
    )
    geometry = models.GeometryField(pgettext_lazy("place task", "place"), srid=4326)
    """A point or a line."""
    what = models.CharField(pgettext_lazy("place task", "what"), max_length=10, choices=What)
    text = models.CharField(pgettext_lazy("place task", "text"), max_length=200, blank=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="place_tasks", verbose_name=_("department")
    )
    state = models.CharField(_("state"), max_length=10, choices=TaskState, default=TaskState.GIVEN)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("given by")
    )
    at = models.DateTimeField(_("given at"))
    since = models.DateTimeField(_("in this state since"))
    synthetic = models.BooleanField(_("invented"), default=False)

    objects = PlaceTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("place task")
        verbose_name_plural = _("place tasks")
        constraints = [
            models.CheckConstraint(
                name="place_task_is_of_a_known_kind_and_state",
                condition=Q(what__in=What.values, state__in=TaskState.values),
            ),
            models.CheckConstraint(name="place_task_names_no_household", condition=Q(household__isnull=True)),
            # place_task_is_a_point_or_a_line is a CHECK of a geometry, written in the migration.
        ]
        indexes = [models.Index(fields=["campaign"], name="place_tasks_by_campaign")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.what}"
