"""What somebody made or owned while the post lasted, asked for after it ended: every stored thing, at every address."""

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http import HTTPStatus

import pytest
from django.utils import timezone

from geodata.accounts.models import ApiToken
from geodata.audit.notices import tell
from geodata.base.manifest import modules
from geodata.base.periods import today
from geodata.base.scope import Right
from geodata.contacts.models import ContactLink, Member
from geodata.contacts.rights import scope_of
from geodata.jobs.files import store
from geodata.jobs.models import Job
from geodata.jobs.service import start
from geodata.plans.concept import NoticeKind
from geodata.posts.models import Post
from tests import village as v
from tests import worlds
from tests.attack import world as w
from tests.attack.addresses import Address, addresses
from tests.attack.calling import call

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.owner("jobs are seen by nobody but their user, as whom the requests run"),
]
K = Post.Kind
NOWHERE = {K.AUDITOR, K.ADMINISTRATOR}
AREAS = {
    K.SMALL_LEADER: "grid", K.CADRE: "grid", K.MEDIUM_LEADER: "village", K.LARGE_LEADER: "town", K.VILLAGE_OFFICER: "village",
    K.TOWNSHIP_OFFICER: "town", K.COUNTY_OFFICER: "county", K.PLANNER: "county", K.DEPARTMENT_OFFICER: "county",
}  # fmt: skip
ROLES = [*K.values, "contact"]
GONE = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}
OPEN = {"use_link", "openid_connect_login", "openid_connect_callback", "help_post", "base_square"}
"""Addresses with an argument that are open to whoever has no post: they name nothing that is stored for anybody."""
KINDS = {
    Right.EXPORT: ["reports.gaps", "reports.ledger", "reports.roster", "reports.cards", "reports.extract"],
    Right.LINK: ["contacts.propose"],
    Right.PLAN: ["redrawing.propose"],
    Right.IMPORT: ["imports.check"],
    Right.AUDIT: ["reports.records"],
}
"""A job's kinds by the right that starts them."""
ABOUT = "例MARKABOUT"


def test_every_post_is_asked_about():
    assert set(AREAS) | NOWHERE == set(K.values)


@pytest.mark.parametrize("role", ROLES)
def test_nothing_that_a_post_made_outlives_it(role: str):
    with _post(role) as (world, caller):
        _ended(caller)
        wrong = [told for address in addresses() for told in _still_there(world, caller, address)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", [K.VILLAGE_OFFICER, K.COUNTY_OFFICER, K.SMALL_LEADER, K.PLANNER, K.AUDITOR])
def test_while_the_post_lasts_its_files_are_there(role: str):
    """The other half: the test above would also pass if nothing ever answered."""
    with _post(role) as (world, caller):
        for path in (f"/files/{world.keys['file']['own']}/", f"/api/v1/files/{world.keys['file']['own']}/"):
            assert call(caller, "GET", path).status == HTTPStatus.OK
        assert ABOUT in call(caller, "GET", "/jobs/").text


def test_a_lesser_post_in_the_same_area_does_not_give_what_the_greater_one_made():
    with _post(K.VILLAGE_OFFICER) as (world, caller):
        _ended(caller)
        Post.objects.create(
            user=caller.user, kind=K.PLANNER, area=world.homes["own"].area.parent, period=(v.LONG_AGO, None)
        )
        assert call(caller, "GET", f"/files/{world.keys['file']['own']}/").status == HTTPStatus.NOT_FOUND


def _still_there(world: w.World, caller: w.Caller, address: Address) -> Iterator[str]:
    if address.name in OPEN:
        return
    path = address.path(world, "own")
    for bearer in {False, address.is_api}:
        answer = call(caller, "GET", path, bearer=bearer)
        if address.arguments and "visit" not in address.arguments and answer.status not in GONE:
            yield f"{path}: {answer.status}"
        yield from (f"{path}: {mark}" for mark in _marks(world) if mark in answer.text and mark not in path)


def _marks(world: w.World) -> tuple[str, ...]:
    home = world.homes["own"]
    return (*home.known, *home.secret, ABOUT)


@contextmanager
def _post(role: str) -> Iterator[tuple[w.World, w.Caller]]:
    with w.one_transaction():
        worlds.defaults()
        places = v.county()
        home = w._home("own", 1, places.grids[0])
        caller = w.signed_in(role, _holder(role, places, home))
        yield _things_of(caller, home), caller


def _holder(role: str, made: v.County, home: w.Home) -> w.User:
    if role == "contact":
        member = v.member(made.west)
        v.link(member, home.row)
        return member.user
    areas = {"grid": made.grids[0], "village": made.west, "town": made.town, "county": made.county}
    return v.officer(role, None if role in NOWHERE else areas[AREAS[role]])


def _things_of(caller: w.Caller, home: w.Home) -> w.World:
    """One of each that is stored, by that user, of that household's village."""
    who = caller.user
    assert who is not None
    home.people.update(holder=who, planner=who, worker=who)
    tell(
        {who.pk},
        kind=NoticeKind.PLAN_SUBMITTED,
        subject=ABOUT,
        villages=[home.area.parent_id],
        at=timezone.now(),
    )
    v.visit(home.row, today() - dt.timedelta(days=2), by=who)
    jobs = [_job(who, kind, home) for kind in _kinds(who)]
    numbers = {
        "account": who.pk,
        "post": next(iter(Post.objects.filter(user=who).values_list("pk", flat=True)), 1),
        "token": ApiToken.objects.filter(user=who).values_list("pk", flat=True)[0],
    }
    keys: dict[str, object] = {"job": jobs[0].pk, "file": jobs[0].files.get().pk}
    for found in modules("tests.attack.examples.{}"):
        for kind, make in found.MADE.items():
            if kind not in numbers and kind not in keys:
                (numbers if kind in found.NUMBERS.values() else keys)[kind] = make(home)
    return w.World(
        {"own": replace(home, known=(*home.known, "例方案"))},
        {caller.role: caller},
        {name: {"own": number} for name, number in numbers.items()},
        {name: {"own": key} for name, key in keys.items()},
    )


def _kinds(who: w.User) -> list[str]:
    scope = scope_of(who, on=today())
    found = [kind for right, kinds in KINDS.items() if scope.may(right) for kind in kinds]
    return found or ["redrawing.propose"]


def _job(who: w.User, kind: str, home: w.Home) -> Job:
    """A job that is done, with what it says and a file."""
    codes = scope_of(who, on=today()).codes
    job = start(kind, by=who, at=timezone.now(), subject=codes[0] if codes else "", about=ABOUT)
    content = io.BytesIO(" ".join(home.secret).encode())
    store(owner=who, name=f"{ABOUT}.csv", content_type="text/csv", file=content, at=timezone.now(), job=job)
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.DONE, finished=timezone.now(), result={"says": [" ".join(home.secret)]}
    )
    return job


def _ended(caller: w.Caller) -> None:
    yesterday = today() - dt.timedelta(days=1)
    Post.objects.filter(user=caller.user).update(period=(v.LONG_AGO, yesterday))
    ContactLink.objects.filter(member__user=caller.user).update(
        period=(v.LONG_AGO, yesterday), end_reason="moved_away"
    )
    Member.objects.filter(user=caller.user).update(period=(v.LONG_AGO, yesterday))
