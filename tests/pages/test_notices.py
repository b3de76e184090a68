"""What somebody was told stands on the first page until it is read."""

import pytest
from django.test import Client

from geodata.audit.models import Notice
from geodata.audit.notices import tell
from geodata.second_line import as_web_role, scope_in_force
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


def test_without_signing_in_nothing_is_read(officer):
    Client().post("/notices/read/")
    assert Notice.objects.get().read_on is None
