"""Posts: who holds which office, where and when."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, MenuEntry, later
from geodata.base.menu import OFFICE
from geodata.base.scope import Right


class Action(TextChoices):
    """What the record of access says that somebody did."""

    POST_FILLED = "post_filled", _("filled a post")
    POST_ENDED = "post_ended", _("ended a post")
    DEPARTMENT_OPENED = "department_opened", _("opened a department")
    DEPARTMENT_RENAMED = "department_renamed", _("renamed a department")
    DEPARTMENT_ENDED = "department_ended", _("ended a department")
    DEPARTMENT_SAID = "department_said", _("said in which department an officer works")


CONCEPT = Concept(
    name="posts",
    after=("audit", "territory"),
    models=("departments", "models"),
    written=("geodata_duty", "geodata_department"),
    shown={"gridmap.departments": later("geodata.posts.shown.departments")},
    rights={
        Right.APPOINT: _("fill posts and open accounts in lower offices"),
    },
    menu=(
        MenuEntry(
            "posts",
            _("Posts"),
            110,
            (Right.APPOINT, Right.ACCOUNTS),
            group=OFFICE,
            about=_("Who holds which post; vacant ones come first."),
        ),
        MenuEntry(
            "departments",
            _("Departments"),
            112,
            (Right.APPOINT, Right.ACCOUNTS),
            group=OFFICE,
            about=_("Departments of the county and its townships, and their officers."),
        ),
    ),
    actions=Action,
    by_themselves=(
        "api:department_end",
        "api:department_officers",
        "api:department_rename",
        "api:departments",
        "appoint",
        "department",
        "department_officers",
        "departments",
        "post",
    ),
)
