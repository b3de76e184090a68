"""Saved views: the list, one that is kept, and its form."""

from typing import Any

from django.utils import timezone

from geodata.saved.models import SavedView
from tests.browser.examples import Parts, Stage

SAVED = {"saved": "saved"}
OPENED: dict[str, Parts] = {
    "office": {
        "saved_views": {}, "save_view": {},
        "saved_view": SAVED, "change_saved": SAVED, "copy_saved": SAVED, "delete_saved": SAVED,
    },
}  # fmt: skip
QUERIES = {"save_view": "?view=gaps&query=gap%3Doverdue"}
LEAD_ON = {"saved_view"}


def things(stage: Stage) -> dict[str, Any]:
    told = {"name": "逾期户", "page": "gaps", "query": "gap=overdue", "pinned": True}
    return {"saved": SavedView.objects.create(owner=stage.officer, changed_at=timezone.now(), **told).pk}
