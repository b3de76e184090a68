"""A need, whom else it concerns, and the steps that it has gone."""

import uuid
from functools import partial
from typing import Any, Self

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.history import tracked
from geodata.base.lifecycle import Step
from geodata.base.scope import Scope
from geodata.needs import shown
from geodata.needs.lifecycle import LIFE
from geodata.needs.settings_models import NeedCategory, NeedRule
from geodata.needs.words import (
    ENDED,
    OPEN,
    Answer,
    Declined,
    How,
    Kind,
    Level,
    SettledIn,
    Source,
    State,
    Urgency,
)
from geodata.people.models import Household, OfPlace, OfVillage
from geodata.posts.departments import Department
from geodata.territory.models import Area
from geodata.visits.models import Visit


def _somebody(words: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=words,
    )


def _in_places(scope: Scope) -> Q:
    where = Q(village__in=shown.villages(scope)) | Q(grid__in=shown.grids(scope))
    return where | Q(household__in=shown.households(scope))


def _of_offices(scope: Scope) -> Q:
    high = Q(village__in=shown.highest_villages(scope))
    return high | Q(village__in=shown.sensitive_villages(scope), least_level__lt=3)


def told_whole(scope: Scope) -> Q:
    """Of what somebody sees: those of which more than number and state is told. finding.may_read says it of one."""
    return Q(sensitive=False) | _of_offices(scope)


class NeedQuerySet(models.QuerySet["Need"]):
    def within(self, scope: Scope, *, by: int) -> Self:
        """Where the right to needs itself holds, and what one has recorded oneself; never what oneself is named in.

        The same as geodata/sql/policies/need.sql.
        """
        plain, high = _in_places(scope), _of_offices(scope)
        inside = Q(sensitive=False) & plain | Q(sensitive=True) & high | Q(by=by)
        return self.filter(inside).exclude(named__contains=[by])

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def counted(self, scope: Scope) -> Self:
        """Those that counts of that scope are of: where the right holds, whoever has recorded them."""
        return self.told().filter(_in_places(scope))

    def told(self) -> Self:
        """Those that stand in counts, lists of households and on their pages: never sensitive ones."""
        return self.filter(sensitive=False)


@partial(tracked, exclude=["title", "text", "sealed", "body_hash", "result", "sealed_result"])
class Need(OfPlace):
    """A problem, a suggestion, a dispute or a request. Its text never changes, it is only forgotten.

    Of a sensitive one title and text are sealed (geodata/base/sealed.py); it begins at the township, and whom it is about never sees it.
    """

    State, Kind, Urgency, Level, Source, Answer = State, Kind, Urgency, Level, Source, Answer

    client_id = models.UUIDField(_("client id"), unique=True, default=uuid.uuid4)
    body_hash = models.CharField(max_length=64, editable=False)
    number = models.CharField(_("number"), max_length=24, unique=True, editable=False, db_default="")
    """Township, year and place in the township's series: given by the database. A hole in a village's own would tell."""
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    category = models.ForeignKey(
        NeedCategory, on_delete=models.PROTECT, related_name="needs", verbose_name=_("need category")
    )
    urgency = models.PositiveSmallIntegerField(_("urgency"), choices=Urgency, default=Urgency.ORDINARY)
    title = models.CharField(pgettext_lazy("need", "title"), max_length=60, blank=True)
    text = models.TextField(pgettext_lazy("need", "text"), max_length=1000, blank=True)
    sealed = models.BinaryField(default=b"", blank=True)
    point = models.PointField(_("point"), srid=4326, null=True, blank=True)
    grid_then = models.ForeignKey(
        Area,
        db_constraint=False,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("grid of that day"),
    )
    visit = models.ForeignKey(
        Visit,
        db_constraint=False,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("visit"),
    )
    source = models.CharField(_("source"), max_length=10, choices=Source)
    source_number = models.CharField(_("number at the source"), max_length=40, blank=True)
    raised_on = models.DateField(_("raised on"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    at = models.DateTimeField(_("recorded at"))

    sensitive = models.BooleanField(_("sensitive"), default=False)
    named = ArrayField(models.BigIntegerField(), verbose_name=_("whom it is about"), default=list, blank=True)
    """Accounts: they never see it. They stand on the row itself, so that the second line asks no other table."""
    least_level = models.PositiveSmallIntegerField(_("least level"), default=1)
    """1; of a sensitive one 2, and 3 where somebody of the township is named."""

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.NEW)
    state_since = models.DateTimeField(_("in this state since"))
    level = models.PositiveSmallIntegerField(
        pgettext_lazy("need", "level"), choices=Level, default=Level.VILLAGE
    )
    unit_area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area of the unit")
    )
    unit_department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    """None: the office of the area."""
    handler = _somebody(_("handled by"))
    handed_out = models.BooleanField(_("assigned"), default=False)
    rule = models.ForeignKey(
        NeedRule,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("deadline"),
    )
    counted_from = models.DateTimeField(_("deadline counted from"), null=True, blank=True)
    due_at = models.DateTimeField(_("due at"), null=True, blank=True)
    remind_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    """When the holder is to be reminded; None: no more."""
    calendar = models.PositiveIntegerField(_("version of the calendar"), default=0)
    extension = models.DateTimeField(_("asked to be due at"), null=True, blank=True)
    """Asked for and not decided yet."""

    settled_level = models.PositiveSmallIntegerField(
        _("settled at level"), choices=Level, null=True, blank=True
    )
    settled_in = models.CharField(_("settled in"), max_length=10, choices=SettledIn, blank=True)
    how = models.CharField(_("how"), max_length=10, choices=How, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    result = models.TextField(_("result"), max_length=1000, blank=True, default="", db_default="")
    sealed_result = models.BinaryField(default=b"", blank=True)
    finished_by = _somebody(_("finished by"))
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    answered_by = _somebody(_("asked by"))
    declined_for = models.CharField(_("declined because"), max_length=12, choices=Declined, blank=True)
    reopened = models.PositiveSmallIntegerField(_("times reopened"), default=0)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("merged into"),
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    synthetic = models.BooleanField(_("invented"), default=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [
            LIFE.states("need_is_in_a_state_of_its_life"),
            models.CheckConstraint(
                name="need_is_of_a_household_a_grid_or_a_point",
                condition=Q(household__isnull=False) | Q(grid__isnull=False) | Q(point__isnull=False),
                violation_error_message=_("Say which household, grid or place it is about."),
            ),
            models.CheckConstraint(
                name="need_is_of_a_level_and_an_urgency",
                condition=Q(level__in=Level.values, urgency__in=Urgency.values, least_level__in=Level.values),
            ),
            models.CheckConstraint(
                name="sensitive_need_is_never_below_the_township",
                condition=Q(level__gte=F("least_level"))
                & (Q(sensitive=False, least_level=1) | Q(least_level__gte=2)),
                violation_error_message=_("A sensitive need stays with the township or the county."),
            ),
            models.CheckConstraint(
                name="only_a_sensitive_need_names_somebody", condition=Q(sensitive=True) | Q(named=[])
            ),
            models.CheckConstraint(
                name="text_of_a_sensitive_need_is_sealed",
                condition=Q(sensitive=True, title="", text="", result="")
                | Q(sensitive=False, sealed=b"", sealed_result=b""),
            ),
            models.CheckConstraint(
                name="need_of_a_visit_is_of_its_household",
                condition=~Q(source="visit") | Q(visit__isnull=False, household__isnull=False),
            ),
            models.CheckConstraint(
                name="settled_need_says_where_and_how",
                condition=~Q(state__in=["done", "followed_up", "closed"])
                | Q(settled_level__isnull=False, settled_at__isnull=False) & ~Q(settled_in="") & ~Q(how=""),
            ),
            models.CheckConstraint(
                name="closed_need_has_an_answer",
                condition=~Q(state__in=["followed_up", "closed"]) | ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="declined_need_says_why", condition=~Q(state="declined") | ~Q(declined_for="")
            ),
            models.CheckConstraint(
                name="need_is_merged_into_another",
                condition=Q(state="merged", merged_into__isnull=False)
                | ~Q(state="merged") & Q(merged_into__isnull=True),
            ),
            models.CheckConstraint(
                name="ended_need_says_when",
                condition=Q(state__in=[str(state) for state in ENDED], ended_at__isnull=False)
                | ~Q(state__in=[str(state) for state in ENDED]) & Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(name="need_is_not_merged_into_itself", condition=~Q(merged_into=F("id"))),
            # Triggers: need_keeps_its_words (text, level by one, what it is merged into), dispute_and_need; composite foreign
            # keys, written in the migration: need_carries_the_village_of_its_household, need_is_of_the_household_of_its_visit.
        ]
        indexes = [
            models.Index(fields=["village", "-id"], name="needs_by_village"),
            models.Index(fields=["household"], name="needs_by_household"),
            models.Index(fields=["by"], name="needs_by_recorder"),
            models.Index(
                fields=["due_at", "id"],
                name="open_needs_by_due_at",
                condition=Q(state__in=[str(state) for state in OPEN]),
            ),
            models.Index(
                fields=["state_since"],
                name="needs_to_be_closed",
                condition=Q(state__in=["done", "followed_up"]),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class NeedHousehold(OfVillage):
    """A household that it concerns beside its own; all in one county."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="others", verbose_name=_("need"))
    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("household"),
    )

    class Meta:
        verbose_name = _("household concerned")
        verbose_name_plural = _("households concerned")
        constraints = [
            models.UniqueConstraint(fields=["need", "household"], name="a_need_concerns_a_household_once"),
            # households_of_a_need_are_of_one_county is a trigger.
        ]

    def __str__(self) -> str:
        return f"{self.need_id} {self.household_id}"


class NeedStep(Step):
    """What moved a need on, at which level it was and came to be, and by when it is due since."""

    life = LIFE
    subject = "need"

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="steps", verbose_name=_("need"))
    level = models.PositiveSmallIntegerField(pgettext_lazy("need", "level before"), default=1, db_default=1)
    level_after = models.PositiveSmallIntegerField(pgettext_lazy("need", "level"), default=1, db_default=1)
    due_at = models.DateTimeField(_("due at"), null=True, blank=True)
    payload = models.JSONField(_("details"), default=dict, db_default={})

    class Meta(Step.Meta):
        verbose_name = _("step of a need")
        verbose_name_plural = _("steps of needs")
        constraints = [
            LIFE.steps("step_of_a_need_is_in_its_table"),
            models.CheckConstraint(
                name="nobody_makes_but_the_steps_of_the_service",
                condition=Q(by__isnull=False) | Q(move__in=["close", "escalate", "recalculate"]),
            ),
            models.UniqueConstraint(
                fields=["need", "level", "move"],
                condition=Q(by__isnull=True, move="escalate"),
                name="a_need_is_escalated_by_itself_once_a_level",
            ),
            models.UniqueConstraint(
                fields=["need", "level", "move"],
                condition=Q(move="return"),
                name="a_need_is_returned_once_a_level",
                violation_error_message=_("It was returned from this level already."),
            ),
            models.UniqueConstraint(
                fields=["need", "level", "move"],
                condition=Q(move="extend_ask"),
                name="more_time_is_asked_once_a_level",
                violation_error_message=_("More time was asked for at this level already."),
            ),
            # step_has_a_short_payload is a CHECK of octets, written in the migration.
        ]
        indexes = [models.Index(fields=["need", "-id"], name="need_steps_newest_first")]


class NeedSeries(models.Model):
    """The last number given in a township and a year: the owner's alone."""

    township = models.CharField(_("township"), max_length=9)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last"))

    class Meta:
        verbose_name = _("series of needs")
        verbose_name_plural = _("series of needs")
        constraints = [
            models.UniqueConstraint(
                fields=["township", "year"], name="one_series_of_needs_per_township_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.township}-{self.year}"
