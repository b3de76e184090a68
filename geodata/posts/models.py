"""Posts: who holds which, where, since when."""

import datetime as dt
from functools import partial
from typing import Self

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from geodata.base.history import tracked
from geodata.base.periods import DateRangeField, RangeOperators, covers, not_empty
from geodata.posts.departments import Department
from geodata.territory.models import Area


class PostQuerySet(models.QuerySet["Post"]):
    def on(self, day: dt.date) -> Self:
        return self.filter(covers(day))


@partial(tracked, created=True, former="geodata_dutyevent")
class Post(models.Model):
    """A dated post of a person, in an area or (auditor, administrator) for the installation."""

    class Kind(models.TextChoices):
        LARGE_LEADER = "large_leader", _("large grid leader")  # a county leader, for a township
        MEDIUM_LEADER = "medium_leader", _("medium grid leader")  # of a township's team, for a village
        SMALL_LEADER = "small_leader", _("small grid leader")  # of the village committees, for a grid
        CADRE = "cadre", _("attached cadre")
        VILLAGE_OFFICER = "village_officer", _("village officer")
        TOWNSHIP_OFFICER = "township_officer", _("township officer")
        COUNTY_OFFICER = "county_officer", _("county officer")
        DEPARTMENT_OFFICER = "department_officer", _("department officer")
        PLANNER = "planner", _("planner")
        AUDITOR = "auditor", _("auditor")
        ADMINISTRATOR = "administrator", _("administrator")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts", verbose_name=_("account")
    )
    kind = models.CharField(_("post"), max_length=20, choices=Kind)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("area")
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("department"),
    )
    period = DateRangeField(_("period"))

    objects = PostQuerySet.as_manager()

    class Meta:
        db_table = "geodata_duty"
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            ExclusionConstraint(
                name="one_duty_per_person_post_area_and_day",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (Coalesce(F("area"), 0), RangeOperators.EQUAL),
                    (Coalesce(F("department"), 0), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person already holds this post on these days."),
            ),
            ExclusionConstraint(
                name="one_small_leader_per_grid_and_day",
                expressions=[("area", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(kind="small_leader"),
                violation_error_message=_("This grid already has a leader on these days."),
            ),
            models.CheckConstraint(name="duty_holds_for_a_day_or_more", condition=not_empty()),
            models.CheckConstraint(
                name="duty_has_an_area_unless_it_is_for_the_installation",
                condition=Q(area__isnull=True, kind__in=["auditor", "administrator"])
                | Q(area__isnull=False) & ~Q(kind__in=["auditor", "administrator"]),
                violation_error_message=_(
                    "Auditors and administrators have no area; every other post needs one."
                ),
            ),
            models.CheckConstraint(
                name="only_a_department_officer_has_a_department",
                condition=Q(department__isnull=True) | Q(kind="department_officer"),
                violation_error_message=_("Only a department officer has a department."),
            ),
            # department_officer_has_a_department is a trigger, duty_is_in_the_area_of_its_department a composite foreign key.
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_kind_display()}"
