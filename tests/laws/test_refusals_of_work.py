"""What the work of offices refuses (contacts, posts, visits, imports, jobs): see tests/laws/refused.py."""

import uuid
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock, patch

import pytest
from django.db import IntegrityError

from geodata.accounts.models import PhoneNumber, User
from geodata.base import id_numbers
from geodata.base.scope import Scope
from geodata.contacts import assigning, batch, handover, members, office_accounts
from geodata.contacts.models import Member
from geodata.imports.kinds.areas import area_strips
from geodata.imports.runs import lifecycle, undoing, uploading
from geodata.jobs import files, sealed
from geodata.jobs.models import JobFile
from geodata.pairing import undoing as steps
from geodata.posts import appointing
from geodata.visits import inbox, record, sending, visitors
from tests.id_numbers import NUMBER
from tests.laws.refused import Call, check, each_of
from tests.village import LONG_AGO, NOON, TODAY

TAKEN = IntegrityError("one_visit_per_client_id")
ANYTHING = SimpleNamespace(may=lambda _right: True, to=lambda _right: None)


def inside(module: Any, **instead: Any) -> ExitStack:
    """With these names of the module standing for something else."""
    stack = ExitStack()
    for name, value in instead.items():
        stack.enter_context(patch.object(module, name, value))
    return stack


def answering(value: Any) -> MagicMock:
    return MagicMock(return_value=value)


def failing(error: Exception) -> MagicMock:
    return MagicMock(side_effect=error)


def changed_meanwhile(_to: Path) -> None:
    with inside(batch.Desk, write=failing(IntegrityError())):
        assigning.set_contacts(changes=[], by=None, on=TODAY)


def of_no_member(_to: Path) -> None:
    change = SimpleNamespace(member=1, household=1)
    batch.Desk._take(SimpleNamespace(members={}, villages={}), change)


def handed_to_itself(_to: Path) -> None:
    one = SimpleNamespace(pk=1)
    handover.hand_over(member=one, to=one, reason="", by=User(pk=1), on=TODAY)


def changing(ability: str, capacity: int) -> Call:
    return lambda _to: members.change_member(
        member=Member(), ability=ability, capacity=capacity, left_on=None, on=TODAY
    )


def taken_at_the_same_time(_to: Path) -> None:
    with inside(PhoneNumber, give=failing(IntegrityError())):
        office_accounts.open_account(name="例新", username="example-new", scope=ANYTHING)


def of_another_office(_to: Path) -> None:
    with inside(appointing, Post=MagicMock(), may_appoint=answering(False)):
        appointing.end_post(post=MagicMock(), on=TODAY, scope=Scope())


def step(undone_at: Any) -> MagicMock:
    stand_in = MagicMock(undone_at=undone_at, on=TODAY)
    stand_in.objects.select_for_update().get.return_value = stand_in
    return stand_in


def undone_before(_to: Path) -> None:
    with inside(steps, LinkStep=step(NOON)):
        steps.undo(step=MagicMock(), by=User(pk=1), on=TODAY, at=NOON)


def built_upon(_to: Path) -> None:
    with inside(
        steps,
        LinkStep=step(None),
        _links=answering({}),
        _check_last=MagicMock(),
        _take_back=failing(IntegrityError()),
        Pairing=MagicMock(),
        Exists=MagicMock(),
        _taken_by=MagicMock(),
    ):
        steps.undo(step=MagicMock(), by=User(pk=1), on=TODAY, at=NOON)


def visits(*, household: int) -> MagicMock:
    """One visit of that household; any client's id is in use, by a visit that is hidden."""
    known = MagicMock()
    known.objects.select_for_update().get.return_value = SimpleNamespace(household_id=household)
    known.objects.filter().first.return_value = None
    return known


def correcting(*, household: int) -> Call:
    report = MagicMock(household=1)
    report.as_kept.return_value = report
    nothing = dict.fromkeys(("check_change", "_check", "_home", "check_version", "_check_valid"), MagicMock())

    def call(_to: Path) -> None:
        with inside(record, Visit=visits(household=household), **nothing):
            record.correct_visit(
                visit=MagicMock(),
                client_id=uuid.uuid4(),
                report=report,
                by=User(pk=1),
                scope=Scope(),
                at=NOON,
                today=TODAY,
            )

    return call


def recording(_to: Path) -> None:
    with inside(
        record,
        Visit=visits(household=1),
        _check=MagicMock(),
        check_visitors=MagicMock(),
        _write=failing(TAKEN),
    ):
        record.record_visit(
            client_id=uuid.uuid4(), report=MagicMock(), by=User(pk=1), at=NOON, today=TODAY, home=MagicMock()
        )


def too_late(_to: Path) -> None:
    # No MagicMock: “called” is a word of its own.
    nobodys = SimpleNamespace(called=lambda _token: None)
    nobodys.select_related = lambda *_names: nobodys
    homes = SimpleNamespace(objects=SimpleNamespace(within=lambda _area: nobodys))
    with inside(sending, Household=homes, once_visited=answering(True), visited_on=answering(True)):
        sending.home_to_visit("token", by=User(pk=1), scope=ANYTHING, day=LONG_AGO, today=TODAY)


def with_a_stranger(_to: Path) -> None:
    home = SimpleNamespace(village=SimpleNamespace(code="430382100201"))
    with inside(visitors, strangers=answering([{1}])):
        visitors.check_visitors(household=home, visitors=[1], besides=[], on=TODAY)


def headings_alone(to: Path) -> None:
    path = to / "empty.csv"
    path.write_text("户编号,姓名\n", encoding="utf-8")
    with inside(uploading, require=MagicMock()):
        uploading.upload(
            kind="households", path=path, name="", by=User(pk=1), scope=ANYTHING, on=TODAY, at=NOON
        )


def of_no_column(_to: Path) -> None:
    run = SimpleNamespace(recognised={"headings": []}, kind="households")
    with inside(uploading, locked=answering(run)):
        uploading.confirm(run=run, mapping={"x": ""}, datum="", by=User(pk=1), scope=Scope(), at=NOON)


def not_seen(_to: Path) -> None:
    with inside(lifecycle, require_any=MagicMock()):
        lifecycle.find_import(Scope(), 0)


def used_meanwhile(_to: Path) -> None:
    with inside(undoing, execute=failing(IntegrityError())):
        undoing._take_back()


def forgotten(_to: Path) -> None:
    run = SimpleNamespace(kind="households", counts={"forgotten": 1}, save=lambda: None)
    with inside(undoing, require=MagicMock(), locked=answering(run)):
        undoing.begin(run=run, by=User(pk=1), scope=Scope(), at=NOON)


def nothing_sealed(_to: Path) -> None:
    with sealed.opened(SimpleNamespace(job=SimpleNamespace(files=JobFile.objects.none())), suffix=""):
        pass


CALLS: dict[str, Call] = {
    "geodata.base.id_numbers.refuse_id_numbers: ": lambda _to: id_numbers.refuse_id_numbers([NUMBER]),
    "geodata.contacts.assigning.set_contacts: ": changed_meanwhile,
    "geodata.contacts.batch.Desk._take: There": of_no_member,
    "geodata.contacts.handover._links: ": lambda _to: handover._links(Member(pk=0, user=User(name="例"))),
    "geodata.contacts.handover.hand_over: A member": handed_to_itself,
    "geodata.contacts.members.check_values: Choose one from": changing("?", 1),
    "geodata.contacts.members.check_values: Enter a whole": changing(Member.Ability.values[0], -1),
    "geodata.contacts.office_accounts.create_account: _taken(username) (2)": taken_at_the_same_time,
    "geodata.imports.kinds.areas.area_strips.check: ": lambda _to: area_strips.check("1", kind="households"),
    "geodata.imports.kinds.areas.area_strips.metres: ": lambda _to: area_strips.metres("wide"),
    "geodata.imports.runs.lifecycle.find_import: ": not_seen,
    "geodata.imports.runs.undoing._take_back: ": used_meanwhile,
    "geodata.imports.runs.undoing.begin: ": forgotten,
    "geodata.imports.runs.uploading.confirm: ": of_no_column,
    "geodata.imports.runs.uploading.upload: ": headings_alone,
    "geodata.jobs.files.find_file: ": lambda _to: files.find_file(
        uuid.uuid4(), by=User(pk=1), scope=Scope(), at=NOON
    ),
    "geodata.jobs.sealed.clear: ": lambda _to: sealed.clear(JobFile(pk=uuid.uuid4())),
    "geodata.jobs.sealed.opened: ": nothing_sealed,
    "geodata.pairing.undoing.undo: This step has": undone_before,
    "geodata.pairing.undoing.undo: _built_upon()": built_upon,
    "geodata.posts.appointing.end_post: You do not": of_another_office,
    "geodata.visits.inbox.withdraw: NotFound(": lambda _to: inbox.withdraw(
        client_id=uuid.uuid4(), by=User(pk=1), at=NOON
    ),
    "geodata.visits.record.correct_visit: A correction cannot": correcting(household=2),
    "geodata.visits.record.correct_visit: _taken(client_id)": correcting(household=1),
    "geodata.visits.record.record_visit: _taken(client_id)": recording,
    "geodata.visits.sending.home_to_visit: ": too_late,
    "geodata.visits.visitors.check_visitors: ": with_a_stranger,
}


@pytest.mark.django_db
@each_of(CALLS)
def test_it_is_refused_in_these_words(law, call, tmp_path, in_english):
    check(law, call, tmp_path)
