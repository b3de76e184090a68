"""Needs: recording one, moving it on, asking about it, supervising it, and answering what is assigned, on the page and by API."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.utils import timezone

from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.needs import moving
from geodata.needs.assigning import assign
from geodata.needs.attaching import attach
from geodata.needs.attachment_models import Attachment
from geodata.needs.beside import supervise
from geodata.needs.beside_models import Assignment, Supervision
from geodata.needs.models import Need
from geodata.needs.note_models import OldNotes
from geodata.needs.recording import NeedReport, record_need
from geodata.posts.models import Post
from geodata.visits.models import Visit
from tests import village as v
from tests.agreement.asking import Ask, Door, Outcome, Verb
from tests.roles import owner

RECORDED = "dddddrrrrmmmmmrrr"
"""By whoever looks after the household or holds its place."""
WROTE = "mmmmdrrrrmmmmmrrr"
"""By whoever has written the note."""
ADDED = "wwwwdrrrrmmmmmrrr"
"""By who has added it; whoever else reads it is told so."""
HELD = "rrddrrrrrmmmmmrrr"
"""By the village alone, which holds it."""
NEAR = "rrdddrrrrmmmmmrrr"
"""By whoever is near: the offices above do not ask at the door."""
ABOVE = "ddrrrrrrrmmmmmrrr"
BY_COUNTY = "drrrrrrrrmmmmmrrr"
"""By the county, with which it is by then."""
ANSWERED = "rrddrrmrrmmmmmrmr"
"""By the village that holds the need; a department is told of none but of its own assignments."""
DEPARTMENT = "rrrrrrdrrmmmmmrmr"
"""By the department that it is assigned to; another one is told of nothing."""


def _does(ask: Ask, role: str) -> dict[str, Any]:
    user = ask.stage.cast[role].user
    assert user is not None
    return {"by": user, "scope": scope_of(user, on=today()), "at": timezone.now()}


def new(ask: Ask) -> Need:
    report = NeedReport(
        client_id=uuid.uuid4(), kind="problem", category="water", raised_on=today(), household=ask.token
    )
    return record_need(report=report, today=today(), **_does(ask, "contact"))[0]


def done(ask: Ask) -> Need:
    """By somebody else than whoever is asked."""
    need = moving.accept(need=new(ask), **_does(ask, "village"))
    need = moving.settle(need=need, result="例：好了", **_does(ask, "village"))
    Need.objects.filter(pk=need.pk).update(finished_by=v.user())
    return need


def record_page(ask: Ask) -> Outcome:
    form = {
        "household": ask.token, "client_id": uuid.uuid4(), "kind": "problem", "category": "water", "urgency": 1,
        "source": "phone", "raised_on": today().isoformat(), "text": "例",
    }  # fmt: skip
    return ask.page("/needs/new/", form)


def record_api(ask: Ask) -> Outcome:
    body = {
        "household": ask.token, "client_id": uuid.uuid4(), "kind": "problem", "category": "water", "source": "phone",
        "raised_on": today(), "text": "例",
    }  # fmt: skip
    return ask.api("POST", "needs/", body)


def with_visit_page(ask: Ask) -> Outcome:
    visit = {"client_id": uuid.uuid4(), "day": today(), "mode": "door", "outcome": "met", "note": ""}
    need = {"text": "例", "category": "water", "kind": "problem", "urgency": 1}
    form = {f"visit-{name}": value for name, value in visit.items()}
    return ask.page(
        f"/households/{ask.token}/visits/", form | {f"need-{name}": said for name, said in need.items()}
    )


def with_visit_api(ask: Ask) -> Outcome:
    body = {
        "household": ask.token, "client_id": uuid.uuid4(), "kind": "problem", "category": "water", "source": "visit",
        "raised_on": today(), "text": "例", "visit": {"day": today()},
    }  # fmt: skip
    return ask.api("POST", "needs/", body)


def noted(ask: Ask) -> Visit:
    """Of the contact member, who is offered it."""
    user = _does(ask, "contact")["by"]
    OldNotes.objects.update_or_create(
        user=user,
        defaults={
            "since": today() - dt.timedelta(days=365),
            "before": timezone.now() + dt.timedelta(days=3650),
            "until": today() + dt.timedelta(days=30),
        },
    )
    home = ask.stage.world.homes["own"].row
    return v.visit(home, today() - dt.timedelta(days=30), by=user, note="例漏雨")


def make_page(ask: Ask) -> Outcome:
    told = {"client_id": uuid.uuid4(), "category": "housing", "kind": "problem", "urgency": 1}
    return ask.page(f"/needs/notes/{ask.thing.client_id}/", {"decision": "make", **told})


def make_api(ask: Ask) -> Outcome:
    told = {"client_id": uuid.uuid4(), "category": "housing", "kind": "problem"}
    return ask.api("POST", f"needs/notes/{ask.thing.client_id}/", told)


def leave_page(ask: Ask) -> Outcome:
    return ask.page(f"/needs/notes/{ask.thing.client_id}/", {"decision": "leave"})


def leave_api(ask: Ask) -> Outcome:
    return ask.api("POST", f"needs/notes/{ask.thing.client_id}/leave/")


Told = Mapping[str, Any]


def move_page(move: str, told: Told) -> Callable[[Ask], Outcome]:
    def go(ask: Ask) -> Outcome:
        form = {f"{move}-{name}": value for name, value in {"version": ask.thing.version, **told}.items()}
        return ask.page(f"/needs/{ask.thing.number}/move/", {"move": move, **form})

    return go


def move_api(move: str, told: Told) -> Callable[[Ask], Outcome]:
    def go(ask: Ask) -> Outcome:
        seen = {"If-Match": f'"{ask.thing.version}"'}
        return ask.api("POST", f"needs/{ask.thing.client_id}/moves/", {"move": move, **told}, **seen)

    return go


def moved(move: str, **told: Any) -> list[Door]:
    return [Door("page", move_page(move, told)), Door("api", move_api(move, told))]


def given(ask: Ask) -> Assignment:
    """To the county's department of the cast."""
    need = moving.accept(need=new(ask), **_does(ask, "village"))
    need = moving.escalate(need=need, reason="例", **_does(ask, "village"))
    need = moving.escalate(need=need, reason="例", **_does(ask, "township"))
    post = Post.objects.select_related("department__area").get(user=_does(ask, "department")["by"])
    soon = timezone.now() + dt.timedelta(days=30)
    return assign(need=need, task="例", department=post.department, due_at=soon, **_does(ask, "county"))


def answer_page(ask: Ask) -> Outcome:
    form = {"move": "accept", "accept-version": ask.thing.version}
    return ask.page(f"/assignments/{ask.thing.pk}/answer/", form)


def answer_api(ask: Ask) -> Outcome:
    seen = {"If-Match": f'"{ask.thing.version}"'}
    return ask.api("POST", f"assignments/{ask.thing.pk}/moves/", {"move": "accept"}, **seen)


def supervised(ask: Ask) -> Supervision:
    return supervise(need=new(ask), note="例", **_does(ask, "township"))


def supervision_page(ask: Ask) -> Outcome:
    return ask.page(f"/supervisions/{ask.thing.pk}/answer/", {"answer": "例：已派人"})


def supervision_api(ask: Ask) -> Outcome:
    return ask.api("POST", f"supervisions/{ask.thing.pk}/answer/", {"answer": "例：已派人"})


def on_assignment(door: Callable[[str, Told], Callable[[Ask], Outcome]]) -> Callable[[Ask], Outcome]:
    def go(ask: Ask) -> Outcome:
        with owner():
            one = Assignment.objects.get(need=ask.thing)
        return door("supervise", {"note": "例", "assignment": one.pk})(ask)

    return go


def assigned(ask: Ask) -> Need:
    return given(ask).need


PDF = b"%PDF-1.7\n%%EOF\n"


def with_file(ask: Ask) -> Attachment:
    """Of the contact member, who alone removes it."""
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(PDF)
        file.flush()
        path = Path(file.name)
        return attach(need=new(ask), path=path, name="例.pdf", **_does(ask, "contact")).row


def take_page(ask: Ask) -> Outcome:
    return ask.page(f"/needs/{ask.thing.need.number}/attachments/{ask.thing.pk}/")


def take_api(ask: Ask) -> Outcome:
    return ask.api("GET", f"needs/{ask.thing.need.client_id}/attachments/{ask.thing.pk}/")


def remove_page(ask: Ask) -> Outcome:
    return ask.page(f"/needs/{ask.thing.need.number}/attachments/{ask.thing.pk}/remove/", {})


def remove_api(ask: Ask) -> Outcome:
    return ask.api("DELETE", f"needs/{ask.thing.need.client_id}/attachments/{ask.thing.pk}/")


VERBS = [
    Verb("take a file of a need", [Door("page", take_page), Door("api", take_api)], with_file, RECORDED),
    Verb("remove a file of a need", [Door("page", remove_page), Door("api", remove_api)], with_file, ADDED),
    Verb("record a need", [Door("page", record_page), Door("api", record_api)], outcomes=RECORDED),
    Verb(
        "record a need with its visit",
        [Door("page", with_visit_page), Door("api", with_visit_api)],
        outcomes=RECORDED,
    ),
    Verb("make a need of a note", [Door("page", make_page), Door("api", make_api)], noted, WROTE),
    Verb("leave a note", [Door("page", leave_page), Door("api", leave_api)], noted, WROTE),
    Verb("accept a need", moved("accept"), new, HELD),
    Verb("supervise a need", moved("supervise", note="例"), new, ABOVE),
    Verb(
        "supervise an assignment",
        [Door("page", on_assignment(move_page)), Door("api", on_assignment(move_api))],
        assigned,
        BY_COUNTY,
    ),
    Verb("follow a need up", moved("follow_up", answer="satisfied"), done, NEAR),
    Verb("accept an assignment", [Door("page", answer_page), Door("api", answer_api)], given, DEPARTMENT),
    Verb(
        "answer a supervision",
        [Door("page", supervision_page), Door("api", supervision_api)],
        supervised,
        ANSWERED,
    ),
]
