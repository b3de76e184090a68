"""What somebody was told stands on the first page until it is read, and a bell on every page tells how many."""

import re
import uuid

import pytest
from django.test import Client
from django.utils import timezone, translation

from geodata.audit.models import NOTICES, Notice
from geodata.audit.notices import ASKING, MOST_COUNTED, Told, _counting, tell, tell_each
from geodata.base.rls import as_web_role
from geodata.contacts.rights import scope_in_force
from geodata.plans.concept import NoticeKind
from geodata.plans.editing import create_plan
from geodata.plans.workflow import State
from geodata.register.models import RegisterChange
from geodata.register.telling import tell_proposers
from geodata.visits.concept import NoticeKind as VisitNotice
from geodata.visits.held import HeldVisit
from tests import village as v
from tests.lives import bring
from tests.wire import waits

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
        [user.pk], kind=NoticeKind.GRIDS_REDRAWN, subject="2026-07-01 <b>例</b>", link="/plans/1/", at=v.NOON
    )
    return user


def test_a_notice_stands_on_the_first_page_as_text(officer):
    page = client(officer).get("/").content.decode()
    assert "The grids of your area are being redrawn." in page
    assert "&lt;b&gt;例&lt;/b&gt;" in page


def test_once_read_it_is_gone(officer):
    caller = client(officer)
    assert caller.post("/notices/read/").status_code == 302
    assert "redrawn" not in caller.get("/").content.decode()
    assert Notice.objects.get().read_on is not None


@pytest.mark.parametrize("kind", ["planner", "county_officer", "small_leader"])
def test_everybody_sees_the_own_where_they_land(places, kind):
    user = v.officer(kind, places.grids[0] if kind == "small_leader" else places.county)
    tell([user.pk], kind=NoticeKind.PLAN_APPROVED, subject="例", at=v.NOON)
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


WAITS = "A boundary plan is waiting for your approval."


@pytest.mark.parametrize("state", [state for state in State if state not in {State.DRAFT, State.SUPERSEDED}])
def test_a_plan_that_moved_on_waits_for_nobody(places, state):
    user = v.officer("county_officer", places.county)
    plan = create_plan(
        name="例方案",
        villages=[places.west],
        scope=v.planning(places.west),
        by=v.user(),
        at=timezone.now(),
        today=v.TODAY,
        reason="例",
    )
    tell(
        [user.pk], kind=NoticeKind.PLAN_SUBMITTED, subject="例方案", link=f"/plans/{plan.pk}/",
        villages=plan.villages, at=v.NOON,
    )  # fmt: skip
    bring(
        plan,
        state,
        submitted_by=plan.drawers[0],
        approved_by=user,
        effective=v.TODAY,
        published_at=timezone.now(),
    )
    page = client(user).get("/", follow=True).content.decode()
    assert (WAITS in page) == (state == State.SUBMITTED)


def test_an_inbox_that_is_empty_waits_for_nobody(places):
    user = v.officer("village_officer", places.west)
    tell([user.pk], kind=VisitNotice.VISIT_HELD, subject="例西村", link="/visits/inbox/", at=v.NOON)
    held = HeldVisit.objects.create(
        client_id=uuid.uuid4(), body_hash="0" * 64, maker=v.user(), village=places.west, token=places.homes[0].token,
        day=v.TODAY, mode="door", outcome="met", why="right", received_at=timezone.now(),
    )  # fmt: skip
    assert "Visits in the inbox are waiting" in client(user).get("/").content.decode()
    bring(held, "refused", reason="例", decided_at=timezone.now(), decided_by=user)
    assert "Visits in the inbox are waiting" not in client(user).get("/").content.decode()


ENDING = {"need_due", "need_late", "assignment_answered", "campaign_climbed", "drill_climbed"}
"""They ask for nothing by themselves, and end when the need has moved on or the roll-call is over."""


def test_every_kind_that_asks_for_something_ends_with_its_cause():
    with translation.override("en"):
        asking = {kind for kind, words in NOTICES.items() if "wait" in str(words)}
    assert asking | ENDING == set(ASKING)


def test_without_signing_in_nothing_is_read(officer):
    Client().post("/notices/read/")
    assert Notice.objects.get().read_on is None


def test_what_became_of_a_change_names_it_and_is_stored_without_a_name(places):
    home, member = places.homes[0], v.member(places.west)
    link, contact = v.link(member, home), member.user
    change = RegisterChange.objects.create(
        body_hash="0" * 64, kind="corrected", village=home.village, household=home, payload={"phones": ["13800001111"]},
        effective_on=v.TODAY, proposed_by=contact, proposed_at=v.NOON, reason="例：号码有误",
    )  # fmt: skip
    tell_proposers([change, change], "change_refused", at=v.NOON)
    assert not any(home.head_name in one.subject or "号码有误" in one.subject for one in Notice.objects.all())
    shown = client(contact).get("/today/").content.decode()
    assert f"{home} · Corrected (phones) · 例：号码有误</a>" in shown
    assert "<summary>The office refused your change of the register." in shown
    link.delete()
    shown = client(contact).get("/", follow=True).content.decode()
    assert home.head_name not in shown


def test_the_village_is_told_how_many_wait(places):
    user = v.officer("village_officer", places.west)
    for home in places.homes[:2]:
        RegisterChange.objects.create(
            body_hash="0" * 64, kind="empty", village=home.village, household=home, payload={}, effective_on=v.TODAY,
            proposed_by=v.user(), proposed_at=v.NOON,
        )  # fmt: skip
    tell([user.pk], kind="change_proposed", subject=places.west.name, link="/register/", at=v.NOON)
    assert f"{places.west.name}: 2 waiting</a>" in client(user).get("/").content.decode()


BELL = re.compile(r'<a class="bell" href="/notices/" aria-label="([^"]+)"[^>]*>.*?</a>', re.DOTALL)


def bell(page: str) -> tuple[str, str]:
    """Its name, and the number that stands beside it."""
    found = BELL.search(page)
    assert found, page[:2000]
    shown = re.search(r'class="count"[^>]*>([^<]*)<', found[0])
    return found[1], shown[1] if shown else ""


NONE = ("Notices: none unread", "")


@pytest.mark.parametrize("address", ["/", "/me/", "/visits/inbox/", "/nothing/", "/notices/"])
def test_every_page_tells_how_many_are_unread(officer, address):
    assert bell(client(officer).get(address).content.decode()) == ("1 unread notice", "1")
    told = [Told(officer.pk, f"例{n}") for n in range(MOST_COUNTED)]
    tell_each(told, kind=NoticeKind.PLAN_APPROVED, at=v.NOON)
    assert bell(client(officer).get(address).content.decode()) == ("More than 99 unread notices", "99+")


def test_in_chinese_the_bell_has_a_name_in_words(officer):
    page = client(officer).get("/me/", headers={"Accept-Language": "zh-hans"}).content.decode()
    assert bell(page)[0] == "1条未读通知"


def test_reading_one_lowers_the_bell_and_reading_all_empties_it(officer):
    tell([officer.pk] * 2, kind=NoticeKind.PLAN_APPROVED, subject="例方案", at=v.NOON)
    first, caller = Notice.objects.get(kind="grids_redrawn"), client(officer)
    assert bell(caller.get("/me/").content.decode())[1] == "2"
    page = caller.post("/notices/read/", {"notice": first.pk}, follow=True).content.decode()
    assert bell(page)[1] == "1"
    assert (
        page.index('id="told"') < page.index("was approved") < page.index('id="past"') < page.index("redrawn")
    )
    page = caller.post("/notices/read/", follow=True).content.decode()
    assert bell(page) == NONE


def test_what_another_was_told_is_not_there(officer, places):
    other = client(v.officer("village_officer", places.west))
    assert bell(other.get("/notices/").content.decode()) == NONE
    assert other.post("/notices/read/", {"notice": Notice.objects.get().pk}).status_code == 404
    assert other.post("/notices/read/", {"notice": "例"}).status_code == 404
    assert Notice.objects.get().read_on is None


def test_the_page_says_what_is_to_be_done_what_to_know_and_what_is_over(officer, places):
    held = HeldVisit.objects.create(
        client_id=uuid.uuid4(), body_hash="0" * 64, maker=v.user(), village=places.west, token=places.homes[0].token,
        day=v.TODAY, mode="door", outcome="met", why="right", received_at=timezone.now(),
    )  # fmt: skip
    tell([officer.pk], kind=VisitNotice.VISIT_HELD, subject="例西村", link="/visits/inbox/", at=v.NOON)
    caller = client(officer)
    page = caller.get("/notices/").content.decode()
    assert bell(page)[1] == "2"
    order = [page.index(word) for word in ('id="todo"', "例西村", 'id="told"', "redrawn")]
    assert order == sorted(order) and 'id="past"' not in page
    bring(held, "refused", reason="例", decided_at=timezone.now(), decided_by=officer)
    page = caller.get("/notices/").content.decode()
    assert bell(page)[1] == "1" and 'id="todo"' not in page
    assert page.index('id="past"') < page.index("例西村") < page.index("done, or no longer yours")


def test_where_nobody_has_signed_in_and_in_what_a_phone_keeps_there_is_no_bell(officer):
    for address in ("/login/", "/today/shell/"):
        page = Client().get(address, follow=True)
        assert page.status_code == 200 and 'class="bell"' not in page.content.decode()


@pytest.mark.parametrize("address", ["/me/", "/visits/inbox/"])
def test_the_bell_waits_for_the_database_no_more_often(officer, address, monkeypatch):
    caller = client(officer)
    caller.get(address)
    with waits() as rung:
        assert bell(caller.get(address).content.decode())[1] == "1"
    monkeypatch.setattr("gridmap.middleware.how_many", None)
    with waits() as silent:
        assert bell(caller.get(address).content.decode()) == NONE
    assert rung.number == silent.number


def test_the_bell_rings_anew_by_a_statement_that_is_kept(officer):
    caller = client(officer)
    assert bell(caller.get("/me/").content.decode())[1] == "1"
    put_together = _counting.cache_info().misses
    tell([officer.pk], kind=NoticeKind.PLAN_APPROVED, subject="例", at=v.NOON)
    assert bell(caller.get("/me/").content.decode())[1] == "2"
    caller.post("/notices/read/")
    assert bell(caller.get("/me/").content.decode()) == NONE
    assert _counting.cache_info().misses == put_together
