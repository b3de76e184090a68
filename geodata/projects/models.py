"""A livelihood project, its steps, the needs that are joined to it, and the households that it concerns."""

import datetime as dt
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
from geodata.base.scope import Right, Scope
from geodata.needs import shown
from geodata.needs.models import Need
from geodata.people.models import Household, OfVillage
from geodata.posts.departments import Department
from geodata.projects.lifecycle import LIFE
from geodata.projects.words import ENDED, OPEN, Category, Money, Origin, State
from geodata.territory.models import Area

MOST_METRES = 5000


class ProjectQuerySet(models.QuerySet["LivelihoodProject"]):
    def within(self, scope: Scope) -> Self:
        """Where needs of one of its villages are seen, those of the own departments, and those to which a need that one sees is joined.

        The same as geodata/sql/policies/livelihoodproject.sql.
        """
        here = Q(villages__overlap=sorted(shown.villages(scope)))
        own = Q(department__in=scope.to(Right.UNIT).departments)
        return self.filter(here | own | Q(pk__in=ProjectNeed.objects.within(scope).values("project")))

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def late(self, on: dt.date) -> Self:
        """Neither accepted nor dropped after the last planned day."""
        return self.open().filter(due_on__lt=on)


@partial(tracked, exclude=["text"])
class LivelihoodProject(models.Model):
    """What is built for several needs together: where, by which department, with which money and by when."""

    State, Category, Money = State, Category, Money

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    title = models.CharField(pgettext_lazy("project", "title"), max_length=60)
    category = models.CharField(pgettext_lazy("project", "kind"), max_length=12, choices=Category)
    text = models.CharField(pgettext_lazy("project", "what is built"), max_length=500, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    """A village, a township or a county."""
    villages = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    """Those of the area: kept by the database (geodata/sql/project_goes_with_its_needs.sql)."""
    geometry = models.GeometryField(pgettext_lazy("of a project", "place"), srid=4326, null=True, blank=True)
    """A point, a line or an area."""
    reach = models.PositiveSmallIntegerField(_("metres around the place"), default=200)
    """Households that live so near are concerned; of an area also those within."""
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    budget = models.PositiveBigIntegerField(_("budget in yuan"), null=True, blank=True)
    money = models.CharField(_("source of money"), max_length=10, choices=Money, blank=True)
    begin_on = models.DateField(_("planned from"))
    due_on = models.DateField(_("planned until"))
    percent = models.PositiveSmallIntegerField(_("done in percent"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    moved_at = models.DateTimeField(_("last step at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    at = models.DateTimeField(_("proposed at"))
    homes = models.PositiveIntegerField(_("households concerned"), default=0, editable=False)
    joined = models.PositiveIntegerField(_("needs joined"), default=0, editable=False)
    """Counted by the database (geodata/sql/households_of_a_project.sql): whoever sees the project sees how many, not which."""
    version = models.PositiveIntegerField(_("version"), default=1)
    synthetic = models.BooleanField(_("invented"), default=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("livelihood project")
        verbose_name_plural = _("livelihood projects")
        constraints = [
            LIFE.states("project_is_in_a_state_of_its_life"),
            models.CheckConstraint(
                name="project_is_of_a_known_kind_and_money",
                condition=Q(category__in=Category.values) & (Q(money="") | Q(money__in=Money.values)),
            ),
            models.CheckConstraint(
                name="project_ends_after_it_begins",
                condition=Q(due_on__gte=F("begin_on")),
                violation_error_message=_("The last day comes after the first."),
            ),
            models.CheckConstraint(
                name="project_percent_fits_its_state",
                condition=Q(state__in=[State.PROPOSED, State.APPROVED], percent=0)
                | Q(state__in=[State.ACCEPTED, State.TOLD], percent=100)
                | Q(state__in=[State.BUILDING, State.DROPPED]),
            ),
            models.CheckConstraint(
                name="project_is_done_to_100_percent_at_most", condition=Q(percent__lte=100)
            ),
            models.CheckConstraint(name="project_reaches_5_km_at_most", condition=Q(reach__lte=MOST_METRES)),
            models.CheckConstraint(
                name="project_says_when_it_ended",
                condition=Q(state__in=ENDED, ended_at__isnull=False)
                | ~Q(state__in=ENDED) & Q(ended_at__isnull=True),
            ),
            # project_is_a_point_a_line_or_an_area and project_lies_in_a_village_or_more are CHECKs of the migration.
        ]
        indexes = [models.Index(fields=["area", "-id"], name="projects_by_area")]

    def __str__(self) -> str:
        return self.title

    def is_late(self, on: dt.date) -> bool:
        return self.state in OPEN and self.due_on < on


class ProjectStep(Step):
    """What moved a project on, with how far the work was and by when it was to be done."""

    life, subject = LIFE, "project"

    project = models.ForeignKey(
        LivelihoodProject,
        on_delete=models.CASCADE,
        related_name="steps",
        verbose_name=_("livelihood project"),
    )
    percent = models.PositiveSmallIntegerField(_("done in percent"), default=0, db_default=0)
    due_on = models.DateField(_("planned until"), null=True)

    class Meta(Step.Meta):
        verbose_name = _("step of a project")
        verbose_name_plural = _("steps of projects")
        constraints = [LIFE.steps("step_of_a_project_is_in_its_table")]
        indexes = [models.Index(fields=["project", "-id"], name="steps_by_project")]


def _somebody(words: Any, *, null: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=null, related_name="+", verbose_name=words
    )


class ProjectNeedQuerySet(models.QuerySet["ProjectNeed"]):
    def within(self, scope: Scope) -> Self:
        """With the needs that somebody sees by posts and links; sensitive ones are joined to nothing."""
        return self.joined().filter(need__in=Need.objects.counted(scope))

    def joined(self) -> Self:
        return self.filter(left_at__isnull=True)


class ProjectNeed(models.Model):
    """A need that a project is built for. It moves with the project: accepted, the need is done."""

    project = models.ForeignKey(
        LivelihoodProject,
        on_delete=models.CASCADE,
        related_name="needs",
        verbose_name=_("livelihood project"),
    )
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="projects", verbose_name=_("need"))
    joined_at = models.DateTimeField(_("joined at"))
    joined_by = _somebody(_("joined by"))
    left_at = models.DateTimeField(_("taken out at"), null=True, blank=True)
    left_by = _somebody(_("taken out by"), null=True)

    objects = ProjectNeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("need of a project")
        verbose_name_plural = _("needs of projects")
        constraints = [
            models.UniqueConstraint(
                fields=["need"],
                condition=Q(left_at__isnull=True),
                name="a_need_is_joined_to_one_project_at_a_time",
                violation_error_message=_("This need belongs to a project already."),
            ),
            # need_joins_a_project is a trigger.
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.need_id}"


class ProjectHouseholdQuerySet(models.QuerySet["ProjectHousehold"]):
    def within(self, scope: Scope) -> Self:
        """Where the right to needs itself holds."""
        found = Q(village__in=shown.villages(scope)) | Q(household__in=shown.households(scope))
        if grids := shown.grids(scope):
            found |= Q(household__in=Household.objects.filter(grid__in=grids))
        return self.filter(found, left_at__isnull=True)


class ProjectHousehold(OfVillage):
    """A household that a project concerns: by its place, its need, or a list.

    By place and need they are kept by the database (geodata/sql/households_of_a_project.sql), whoever draws the place.
    """

    Origin = Origin

    project = models.ForeignKey(
        LivelihoodProject,
        on_delete=models.CASCADE,
        related_name="households",
        verbose_name=_("livelihood project"),
    )
    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        related_name="projects",
        verbose_name=_("household"),
    )
    origin = models.CharField(_("concerned"), max_length=10, choices=Origin)
    added_at = models.DateTimeField(_("concerned since"))
    left_at = models.DateTimeField(_("not concerned since"), null=True, blank=True)

    objects = ProjectHouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("household of a project")
        verbose_name_plural = _("households of projects")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "household"],
                condition=Q(left_at__isnull=True),
                name="a_household_is_concerned_once_by_a_project",
            ),
            models.CheckConstraint(
                name="household_is_concerned_in_a_known_way", condition=Q(origin__in=Origin.values)
            ),
            # projecthousehold_carries_the_village_of_its_household is a composite foreign key.
        ]
        indexes = [models.Index(fields=["household"], name="projects_by_household")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.household_id}"
