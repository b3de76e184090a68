"""Departments of a county or a township: in which of them a department officer works, and to which of them work is given."""

import datetime as dt
from functools import partial
from typing import Self

from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from geodata.base.history import tracked
from geodata.base.periods import DateRangeField, RangeOperators, covers, is_open, not_empty
from geodata.territory.models import Area


class DepartmentQuerySet(models.QuerySet["Department"]):
    def on(self, day: dt.date) -> Self:
        """Departments that are there on that day."""
        return self.filter(covers(day))

    def lasting(self, day: dt.date) -> Self:
        """Those that are there on that day or will be later."""
        return self.filter(is_open() | Q(period__endswith__gt=day))

    def of(self, area: Area) -> Self:
        return self.filter(area=area)


@partial(tracked, created=True)
class Department(models.Model):
    """An office of the county or of a township, known by its code; its name may change, its days tell when it was there."""

    code = models.CharField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="departments", verbose_name=_("area")
    )
    period = DateRangeField(_("period"))

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        constraints = [
            ExclusionConstraint(
                name="one_department_per_code_area_and_day",
                expressions=[
                    ("area", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This area already has a department of this code on these days."),
            ),
            models.CheckConstraint(name="department_is_there_for_a_day_or_more", condition=not_empty()),
            models.CheckConstraint(
                name="department_code_is_a_word",
                condition=Q(code__regex="^[a-z][a-z0-9_]*$"),
                violation_error_message=_("The code of a department is a word of small letters."),
            ),
            # What its officers refer to: a post is in the area of its department.
            models.UniqueConstraint(fields=["id", "area"], name="department_id_and_area"),
        ]

    def __str__(self) -> str:
        english = (get_language() or "").startswith("en")
        return self.name_en if english and self.name_en else self.name
