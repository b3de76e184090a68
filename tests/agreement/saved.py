"""Saved views, by page and by API."""

from typing import Any

from django.utils import timezone

from geodata.saved.models import SavedView
from tests import village as v
from tests.agreement.asking import Ask, Door, Outcome, Verb

OPENED = "ddddddrrrddddddrr"
"""By whoever may open lists of households."""
SHARED = "dddmmdrrrmmmmmmrr"
"""By whose post the whole village lies in; for the others it is no area."""
READ = "mmddmmmmmmmmdmmmm"
"""By the posts of the village and of its grids."""


def save_page(ask: Ask) -> Outcome:
    return ask.page("/saved/new/?view=gaps&query=gap%3Doverdue", {"name": "例"})


def save_api(ask: Ask) -> Outcome:
    return ask.api("POST", "saved-views/", {"name": "例", "page": "gaps", "query": "gap=overdue"})


def share_page(ask: Ask) -> Outcome:
    return ask.page(
        "/saved/new/?view=gaps&query=gap%3Doverdue", {"name": "例", "shared_with": ask.stage.village.code}
    )


def share_api(ask: Ask) -> Outcome:
    body = {"name": "例", "page": "gaps", "query": "gap=overdue", "shared_with": ask.stage.village.code}
    return ask.api("POST", "saved-views/", body)


def _view(owner: Any, shared_with: str = "") -> Any:
    told = {"name": "例", "page": "gaps", "query": "gap=overdue", "shared_with": shared_with}
    return SavedView.objects.create(owner=owner, changed_at=timezone.now(), **told).pk


def ones_own(ask: Ask) -> Any:
    return _view(ask.by)


def somebodys(_ask: Ask) -> Any:
    return _view(v.user())


def shared(ask: Ask) -> Any:
    return _view(v.user(), ask.stage.village.code)


def rename_page(ask: Ask) -> Outcome:
    return ask.page(f"/saved/{ask.thing}/change/", {"name": "例二"})


def rename_api(ask: Ask) -> Outcome:
    return ask.api(
        "PATCH", f"saved-views/{ask.thing}/", {"name": "例二", "pinned": False, "shared_with": None}
    )


def delete_page(ask: Ask) -> Outcome:
    return ask.page(f"/saved/{ask.thing}/delete/", {})


def delete_api(ask: Ask) -> Outcome:
    return ask.api("DELETE", f"saved-views/{ask.thing}/")


def copy_page(ask: Ask) -> Outcome:
    return ask.page(f"/saved/{ask.thing}/copy/", {})


def copy_api(ask: Ask) -> Outcome:
    return ask.api("POST", f"saved-views/{ask.thing}/copy/")


RENAMING = [Door("page", rename_page), Door("api", rename_api)]
DELETING = [Door("page", delete_page), Door("api", delete_api)]
COPYING = [Door("page", copy_page), Door("api", copy_api)]

VERBS = [
    Verb("save a view", [Door("page", save_page), Door("api", save_api)], outcomes=OPENED),
    Verb("save a view for an area", [Door("page", share_page), Door("api", share_api)], outcomes=SHARED),
    Verb("change one's own view", RENAMING, ones_own, OPENED),
    Verb("change somebody's view", RENAMING, somebodys, "m" * 17),
    Verb("change a shared view", RENAMING, shared, "m" * 17),
    Verb("delete one's own view", DELETING, ones_own, "d" * 17),
    Verb("delete somebody's view", DELETING, somebodys, "m" * 17),
    Verb("copy a shared view", COPYING, shared, READ),
    Verb("copy somebody's view", COPYING, somebodys, "m" * 17),
]
