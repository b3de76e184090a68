"""Whose work something is: the office of an area, or one of its departments."""

from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from geodata.posts.departments import Department
from geodata.posts.models import Post
from geodata.territory.models import Area


@dataclass(frozen=True, slots=True)
class Unit:
    """An area, and there a department; without one it is the office of that area."""

    area: Area
    department: Department | None = None

    def __post_init__(self) -> None:
        if self.department is not None and self.department.area_id != self.area.pk:
            raise ValueError(f"{self.department.code} is no department of {self.area.code}")

    @classmethod
    def of(cls, post: Post) -> Self | None:
        """Where the holder of that post works; None for the posts of the installation."""
        return cls(post.area, post.department) if post.area else None

    def __str__(self) -> str:
        if self.department is None:
            return _("Office of %(area)s") % {"area": self.area.name}
        return _("%(department)s of %(area)s") % {"department": self.department, "area": self.area.name}
