"""The post of the village's officer, and a department of the county."""

from geodata.posts.departments import Department
from geodata.posts.models import Post
from geodata.territory.models import Area
from tests import village as v
from tests.attack.world import Home

ARGUMENTS: dict[str, str] = {}
NUMBERS = {"posts/": "post", "departments/": "department", "api/v1/departments/": "department"}
COUNTED = (Post, Department)


def _post(home: Home) -> int:
    return Post.objects.get(user=home.people["holder"]).pk


def _department(home: Home) -> int:
    return v.department(Area.objects.get(code=home.area.code[:6])).pk


MADE = {"post": _post, "department": _department}
