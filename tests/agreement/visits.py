"""Visits: recording, correcting, voiding and undoing them, and the inbox of the office."""

import datetime as dt
from typing import Any

from django.utils import timezone

from geodata.accounts.models import User
from geodata.base.periods import today
from geodata.visits.held import HeldVisit
from geodata.visits.models import Visit
from geodata.visits.permissions import version_of
from tests import village as v
from tests.agreement.asking import DONE, MISSING, REFUSED, WRONG, Ask, Door, Outcome, Verb, fresh
from tests.agreement.cast import ROLES
from tests.lives import bring

VISITED = "dddddrrrrmmmmmrrr"
IN_VAIN = VISITED.replace("d", "w")
OFFICES = frozenset({"county", "township", "village"})
HELD_FOR = {"right": REFUSED, "household": MISSING}
"""What an office reads as the reason why a visit waits, in the terms of the other doors; else it is wrong."""
NO_HOUSEHOLD = "<li>None of your households match.</li>"


def alone(_ask: Ask) -> dict[str, Any]:
    return {"day": today(), "along": []}


def with_a_member(ask: Ask) -> dict[str, Any]:
    """Of the village, who looks after another household."""
    return alone(ask) | {"along": [v.member(ask.stage.village).user]}


def with_the_township(ask: Ask) -> dict[str, Any]:
    return alone(ask) | {"along": [v.officer("township_officer", ask.stage.village.parent)]}


def with_a_stranger(ask: Ask) -> dict[str, Any]:
    return alone(ask) | {"along": [v.officer("cadre", ask.stage.world.homes["town"].area)]}


def with_one_who_left(ask: Ask) -> dict[str, Any]:
    member = v.member(ask.stage.village)
    type(member).objects.filter(pk=member.pk).update(period=(v.LONG_AGO, today() - dt.timedelta(days=9)))
    return alone(ask) | {"along": [member.user]}


def tomorrow(ask: Ask) -> dict[str, Any]:
    return alone(ask) | {"day": today() + dt.timedelta(days=1)}


def long_ago(ask: Ask) -> dict[str, Any]:
    return alone(ask) | {"day": dt.date(1999, 12, 31)}


def visit_form(ask: Ask) -> dict[str, Any]:
    told = {"client_id": fresh(), "day": ask.thing["day"], "mode": "door", "outcome": "met", "note": ""}
    along = [one.pk for one in ask.thing["along"]]
    return {f"visit-{name}": value for name, value in (told | {"visitors": along}).items()}


def visit_body(ask: Ask) -> dict[str, Any]:
    visitors = [ask.by.pk, *(one.pk for one in ask.thing["along"])]
    return {"client_id": fresh(), "day": ask.thing["day"], "visitors": visitors}


def record_page(ask: Ask) -> Outcome:
    return ask.page(f"/households/{ask.token}/visits/", visit_form(ask))


def record_api(ask: Ask) -> Outcome:
    return ask.api("POST", f"households/{ask.token}/visits/", visit_body(ask))


def record_on_paper(ask: Ask) -> Outcome:
    names = [who.name for who in (ask.by, *ask.thing["along"])]
    row = {
        "client_id": fresh(),
        "token": "",
        "household": ask.token,
        "day": ask.thing["day"],
        "visitor": "、".join(names),
        "mode": "door",
        "outcome": "met",
        "note": "",
    }
    outcome = ask.page("/visits/paper/", {"rows": 1} | {f"r0-{name}": value for name, value in row.items()})
    return Outcome(MISSING, outcome.text) if NO_HOUSEHOLD in outcome.text else outcome


def hand_in(ask: Ask) -> Outcome:
    """A phone that was refused: what is not recorded waits, with the reason why."""
    body = visit_body(ask) | {"household": ask.token}
    outcome = ask.api("POST", "visits/inbox/", body)
    held = HeldVisit.objects.filter(client_id=body["client_id"]).first()
    if outcome.kind != DONE or held is None:
        return outcome
    return Outcome(HELD_FOR.get(held.why, WRONG), outcome.text)


def import_file(ask: Ask) -> Outcome:
    """What the check of a file says of that row."""
    home = ask.stage.world.homes["own"].row
    names = "、".join(who.username for who in (ask.by, *ask.thing["along"]))
    rows = (
        f"户编号,村代码,走访日期,走访人\n{home.number},{ask.stage.village.code},{ask.thing['day']},{names}\n"
    )
    made = ask.file("imports/?kind=visits&name=a.csv", rows.encode())
    assert made.kind == DONE, made.text
    number = _number(made)
    mapping = {"户编号": "household_no", "村代码": "village_code", "走访日期": "day", "走访人": "visitors"}
    said = ask.api("PUT", f"imports/{number}/mapping/", {"mapping": mapping, "datum": ""})
    assert said.kind == DONE, said.text
    ask.api("POST", f"imports/{number}/check/", {})
    outcome = ask.api("GET", f"imports/{number}/rows/?list=problems")
    return Outcome(DONE if '"count":0' in outcome.text else WRONG, outcome.text)


def _number(made: Outcome) -> int:
    return int(made.text.split('"id":')[1].split(",")[0])


def one_by(ask: Ask, who: User, **more: Any) -> Visit:
    home = ask.stage.world.homes["own"].row
    visit = v.visit(home, today() - dt.timedelta(days=1), by=who, **more)
    Visit.objects.filter(pk=visit.pk).update(entered_at=timezone.now())
    return Visit.objects.get(pk=visit.pk)


def of_ones_own(ask: Ask) -> Visit:
    return one_by(ask, ask.by)


def of_somebody(ask: Ask) -> Visit:
    return one_by(ask, v.user())


def voided(ask: Ask) -> Visit:
    visit = of_ones_own(ask)
    visit.state, visit.void_reason = Visit.State.VOIDED, "例"
    visit.save()
    return visit


def long_since(ask: Ask) -> Visit:
    visit = of_ones_own(ask)
    Visit.objects.filter(pk=visit.pk).update(entered_at=timezone.now() - dt.timedelta(days=40))
    return visit


def read_page(ask: Ask) -> Outcome:
    return ask.page(f"/visits/{ask.thing.client_id}/")


def read_api(ask: Ask) -> Outcome:
    return ask.api("GET", f"visits/{ask.thing.client_id}/")


def correct_page(ask: Ask) -> Outcome:
    told = {"client_id": fresh(), "day": today(), "mode": "door", "outcome": "absent", "note": "例"}
    told |= {"seen": version_of(ask.thing), "visitors": [ask.thing.entered_by_id]}
    return ask.page(
        f"/visits/{ask.thing.client_id}/correct/", {f"visit-{name}": value for name, value in told.items()}
    )


def correct_api(ask: Ask) -> Outcome:
    body = {"client_id": fresh(), "day": today(), "outcome": "absent", "note": "例"}
    body |= {"visitors": [ask.thing.entered_by_id]}
    return ask.api("PUT", f"visits/{ask.thing.client_id}/", body, **{"If-Match": seen(ask.thing)})


def void_page(ask: Ask) -> Outcome:
    form = {"seen": version_of(ask.thing), "reason": "例"}
    return ask.page(f"/visits/{ask.thing.client_id}/void/", form)


def void_api(ask: Ask) -> Outcome:
    return ask.api(
        "POST", f"visits/{ask.thing.client_id}/void/", {"reason": "例"}, **{"If-Match": seen(ask.thing)}
    )


def undo_page(ask: Ask) -> Outcome:
    return ask.page(f"/visits/{ask.thing.client_id}/undo/", {})


def undo_api(ask: Ask) -> Outcome:
    return ask.api("POST", f"visits/{ask.thing.client_id}/undo/")


def seen(visit: Visit) -> str:
    return f'"{version_of(visit)}"'


def waiting(ask: Ask) -> HeldVisit:
    """A visit of the household's own member that waits in the inbox."""
    held = HeldVisit.objects.get(client_id=ask.stage.world.keys["held"]["own"])
    HeldVisit.objects.filter(pk=held.pk).update(maker=v.member(ask.stage.village).user)
    held.refresh_from_db()
    return held


def decided(ask: Ask) -> HeldVisit:
    held = waiting(ask)
    bring(held, "refused", reason="例", decided_by=v.user(), decided_at=timezone.now())
    return held


def of_the_decider(ask: Ask) -> HeldVisit:
    held = waiting(ask)
    HeldVisit.objects.filter(pk=held.pk).update(maker=ask.by)
    return held


def accept_page(ask: Ask) -> Outcome:
    return ask.page(f"/visits/inbox/{ask.thing.client_id}/decide/", {"decision": "accept"})


def accept_api(ask: Ask) -> Outcome:
    return ask.api("POST", f"visits/inbox/{ask.thing.client_id}/accept/", {})


def refuse_page(ask: Ask) -> Outcome:
    form = {"decision": "refuse", "reason": "例"}
    return ask.page(f"/visits/inbox/{ask.thing.client_id}/decide/", form)


def refuse_api(ask: Ask) -> Outcome:
    return ask.api("POST", f"visits/inbox/{ask.thing.client_id}/refuse/", {"reason": "例"})


RECORDING = [
    Door("page", record_page),
    Door("api", record_api),
    Door("paper entry", record_on_paper),
    Door(
        "phone",
        hand_in,
        roles=frozenset(ROLES) - {"nobody", "department", "department beside"},
        explains=False,
    ),
    Door("import", import_file, roles=OFFICES, recorded=False, explains=False),
]
READING = [Door("page", read_page), Door("api", read_api)]
CORRECTING = [Door("page", correct_page), Door("api", correct_api)]
VOIDING = [Door("page", void_page), Door("api", void_api)]
UNDOING = [Door("page", undo_page), Door("api", undo_api)]
ACCEPTING = [Door("page", accept_page), Door("api", accept_api)]
REFUSING = [Door("page", refuse_page), Door("api", refuse_api)]
DETAILED = VISITED
LINKED = "dddrrrrrrmmmrrrrr"

VERBS = [
    Verb("record a visit", RECORDING, alone, VISITED),
    Verb("record a visit with a member of the village", RECORDING, with_a_member, VISITED),
    Verb("record a visit with the township", RECORDING, with_the_township, VISITED),
    Verb("record a visit with a stranger", RECORDING, with_a_stranger, IN_VAIN),
    Verb("record a visit with one who left", RECORDING, with_one_who_left, IN_VAIN),
    Verb("record a visit of tomorrow", RECORDING, tomorrow, IN_VAIN),
    Verb("record a visit of the last century", RECORDING, long_ago, IN_VAIN),
    Verb("read somebody's visit", READING, of_somebody, DETAILED),
    Verb("read one's own visit", READING, of_ones_own, "d" * 17),
    Verb("correct one's own visit", CORRECTING, of_ones_own, DETAILED),
    Verb("correct somebody's visit", CORRECTING, of_somebody, "ddddrrrrrmmmmmrrr"),
    Verb("correct one's own visit after a month", CORRECTING, long_since, "ddddrrrrrmmmmmrrr"),
    Verb("correct what is voided", CORRECTING, voided, IN_VAIN),
    Verb("void one's own visit", VOIDING, of_ones_own, DETAILED),
    Verb("void somebody's visit", VOIDING, of_somebody, "ddddrrrrrmmmmmrrr"),
    Verb("void what is voided", VOIDING, voided, IN_VAIN),
    Verb("undo one's own visit", UNDOING, of_ones_own, "d" * 17),
    Verb("undo one's own visit after a month", UNDOING, long_since, "w" * 17),
    Verb("undo somebody's visit", UNDOING, of_somebody, "m" * 17),
    Verb("accept a visit of the inbox", ACCEPTING, waiting, LINKED),
    Verb("accept what is decided", ACCEPTING, decided, LINKED.replace("d", "w")),
    Verb("accept one's own visit of the inbox", ACCEPTING, of_the_decider, LINKED.replace("d", "r")),
    Verb("refuse a visit of the inbox", REFUSING, waiting, LINKED),
]
