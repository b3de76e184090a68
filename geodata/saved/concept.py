"""Saved views: a page and its question under a name. They hold no answer, so whoever opens one sees what is theirs."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, MenuEntry
from geodata.base.menu import FILES
from geodata.base.scope import Right


class Action(TextChoices):
    """What the record of access says that somebody did."""

    VIEW_SHARED = "view_shared", _("shared a saved view")
    VIEW_UNSHARED = "view_unshared", _("stopped sharing a saved view")


OWN = "one's own, which leads nobody anywhere; sharing it records by itself"

CONCEPT = Concept(
    name="saved",
    after=("accounts", "audit", "territory", "coverage"),
    menu=(
        MenuEntry(
            "saved_views",
            _("Saved views"),
            106,
            (Right.COUNTS, Right.HOUSEHOLDS, Right.AUDIT),
            group=FILES,
            about=_("Maps and lists with their filters, kept under a name and shared with an area."),
        ),
    ),
    actions=Action,
    silent={
        "save_view": OWN,
        "change_saved": OWN,
        "delete_saved": OWN,
        "copy_saved": OWN,
        "api:saved_views": OWN,
        "api:saved_view": OWN,
        "api:copy_saved": OWN,
    },
)
