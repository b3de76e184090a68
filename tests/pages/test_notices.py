"""What somebody was told stands on the first page until it is read."""

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from geodata.audit.models import Notice
from geodata.audit.notices import tell
from geodata.redrawing.drafting import create_plan
from geodata.redrawing.models import BoundaryPlan
from geodata.redrawing.notices import ASKING
from geodata.redrawing.workflow import State
from geodata.second_line import as_web_role, scope_in_force
from geodata.visits.held import HeldVisit
from tests import village as v

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.owner("looks at what was told to somebody else, which only that person may see"),
]


def client(user) -> Client:
    found = Client(headers={"Accept-Language": "en"})
    found.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return found


@pytest.fixture
def places(bare_county, defaults):
    return bare_county


@pytest.fixture
def officer(places):
    user = v.officer("village_officer", places.west)
    tell(
        [user.pk], kind=Notice.Kind.GRIDS_REDRAWN, subject="2026-07-01 <b>例</b>", link="/plans/1/", at=v.NOON
    )
    return user


def test_a_notice_stands_on_the_first_page_as_text(officer):
    page = client(officer).get("/").content.decode()
    assert "The grids of your area are redrawn." in page
    assert "&lt;b&gt;例&lt;/b&gt;" in page


def test_once_read_it_is_gone(officer):
    caller = client(officer)
    assert caller.post("/notices/read/").status_code == 302
    assert "redrawn" not in caller.get("/").content.decode()
    assert Notice.objects.get().read_on is not None


@pytest.mark.parametrize("kind", ["planner", "county_officer", "small_leader"])
def test_everybody_sees_the_own_where_they_land(places, kind):
    user = v.officer(kind, places.grids[0] if kind == "small_leader" else places.county)
    tell([user.pk], kind=Notice.Kind.PLAN_APPROVED, subject="例", at=v.NOON)
    assert "Your boundary plan was approved." in client(user).get("/", follow=True).content.decode()


def test_nobody_sees_or_reads_what_another_was_told(places, officer):
    other = v.officer("village_officer", places.west)
    assert "redrawn" not in client(other).get("/").content.decode()
    client(other).post("/notices/read/")
    assert Notice.objects.get().read_on is None


def test_the_database_shows_only_the_own(places, officer):
    other = v.officer("village_officer", places.west)
    for who, seen in ((officer, 1), (other, 0)):
        with as_web_role():
            scope_in_force(who, on=v.TODAY)
            assert Notice.objects.count() == seen


WAITS = "A boundary plan waits for your approval."


@pytest.mark.parametrize("state", [state for state in State if state not in {State.DRAFT, State.SUPERSEDED}])
def test_a_plan_that_moved_on_waits_for_nobody(places, state):
    user = v.officer("county_officer", places.county)
    plan = create_plan(
        name="例方案", villages=[places.west], by=v.user(), at=timezone.now(), today=v.TODAY, reason="例"
    )
    tell(
        [user.pk], kind=Notice.Kind.PLAN_SUBMITTED, subject="例方案", link=f"/plans/{plan.pk}/",
        villages=plan.villages, at=v.NOON,
    )  # fmt: skip
    BoundaryPlan.objects.filter(pk=plan.pk).update(
        state=state,
        submitted_by=plan.drawers[0],
        approved_by=user,
        effective=v.TODAY,
        published_at=timezone.now(),
    )
    page = client(user).get("/", follow=True).content.decode()
    assert (WAITS in page) == (state == State.SUBMITTED)


def test_an_inbox_that_is_empty_waits_for_nobody(places):
    user = v.officer("village_officer", places.west)
    tell([user.pk], kind=Notice.Kind.VISIT_HELD, subject="例西村", link="/visits/inbox/", at=v.NOON)
    held = HeldVisit.objects.create(
        client_id=uuid.uuid4(), body_hash="0" * 64, maker=v.user(), village=places.west, token=places.homes[0].token,
        day=v.TODAY, mode="door", outcome="met", why="right", received_at=timezone.now(),
    )  # fmt: skip
    assert "Visits wait in the inbox" in client(user).get("/").content.decode()
    HeldVisit.objects.filter(pk=held.pk).update(
        state="refused", reason="例", decided_at=timezone.now(), decided_by=user
    )
    assert "Visits wait in the inbox" not in client(user).get("/").content.decode()


def test_every_kind_that_asks_for_something_ends_with_its_cause():
    asking = {kind for kind in Notice.Kind if "wait" in str(kind.label)}
    assert asking == set(ASKING)


def test_without_signing_in_nothing_is_read(officer):
    Client().post("/notices/read/")
    assert Notice.objects.get().read_on is None
