"""A form that is sent after the session ended comes back after signing in, whichever address it was for."""

import io
import re
import uuid

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from geodata.accounts.models import User
from geodata.base.periods import today
from geodata.visits.models import Visit
from tests import village as v
from tests.attack.addresses import addresses
from tests.pages.conftest import reader

OPEN = re.compile(
    r"^/(api/|ogc/|tiles/|login/|logout/|language/|look/|styleguide/|link/|healthz|livez|readyz|metrics|me/password/|static/)"
)
FORMS = [each for each in addresses() if not OPEN.match(f"/{each.pattern}")]
WROTE = {"note": "例：三十个字的话", "rows": "40"}
EXAMPLES = {
    "code": "430382",
    "extract": "households",
    "form": "csv",
    "number": "1",
    "card": "1",
    "account": "1",
    "policy": "example",
    "token": "a" * 22,
}


def ended(user: User) -> Client:
    """A browser in which the session of that user is over: its cookie opens nothing."""
    client = Client()
    client.force_login(user)
    session = client.session
    session["begun"] = 1
    session.save()
    return client


def path_of(pattern: str) -> str:
    unknown = "00000000-0000-4000-8000-000000000000"
    return "/" + re.sub(r"<(\w+)>", lambda found: EXAMPLES.get(found[1], unknown), pattern)


def needs_a_login(path: str) -> bool:
    return getattr(resolve(path).func, "login_required", True)


@pytest.mark.parametrize("pattern", sorted({each.pattern for each in FORMS}))
def test_every_form_comes_back_after_signing_in(places, pattern):
    path = path_of(pattern)
    if not needs_a_login(path) or path == "/kept/":
        return
    who = v.officer("village_officer", places.west)
    client = ended(who)
    answer = client.post(path, WROTE)
    assert (answer.status_code, answer.url) == (302, "/login/?next=/kept/")
    client.force_login(who)
    page = client.get("/kept/", headers={"Accept-Language": "en"}).content.decode()
    assert f'action="{path}"' in page and WROTE["note"] in page and "Submit now" in page


@pytest.fixture
def written(places):
    """A visit, written and sent when the session had ended."""
    who = v.officer("village_officer", places.west)
    client = ended(who)
    home = places.homes[0]
    told = {
        "client_id": str(uuid.uuid4()),
        "day": today().isoformat(),
        "mode": "door",
        "outcome": "met",
    } | WROTE
    client.post(f"/households/{home.token}/visits/", {f"visit-{name}": value for name, value in told.items()})
    client.force_login(who)
    return client, home


def test_what_comes_back_can_be_sent(written):
    client, home = written
    page = client.get("/kept/").content.decode()
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    client.post(f"/households/{home.token}/visits/", fields)
    assert Visit.objects.filter(household=home, note=WROTE["note"]).count() == 1
    assert client.get("/kept/").status_code == 302


def test_what_comes_back_can_be_thrown_away(written):
    client, home = written
    client.post("/kept/")
    assert client.get("/kept/").status_code == 302
    assert not Visit.objects.filter(household=home, note=WROTE["note"]).exists()


def test_the_next_person_at_the_browser_does_not_see_it(places):
    first, second = (v.officer("village_officer", place) for place in (places.west, places.east))
    client = Client()
    client.force_login(first)
    session = client.session
    session["begun"] = 1
    session.save()
    client.post("/visits/paper/", WROTE)
    client.force_login(second)
    assert client.get("/kept/").url == "/"
    client.force_login(first)
    assert client.get("/kept/").status_code == 302


def test_passwords_are_not_kept(places):
    client = ended(v.user())
    assert client.post("/accounts/", {"new_password": "x"}).url == "/login/?next=/"


def test_who_never_signed_in_stores_nothing(places):
    client = Client()
    assert client.post("/visits/paper/", WROTE).url == "/login/?next=/"
    assert settings.SESSION_COOKIE_NAME not in client.cookies


@pytest.mark.parametrize(
    ("origin", "status"), [("http://testserver", 302), ("http://elsewhere.example", 403)]
)
def test_a_form_of_a_former_sign_in_is_offered_only_from_a_page_of_ours(places, origin, status):
    client = Client(enforce_csrf_checks=True)
    client.force_login(v.officer("village_officer", places.west))
    answer = client.post("/visits/paper/", WROTE, headers={"Origin": origin})
    assert answer.status_code == status
    assert (client.get("/kept/").status_code == 200) == (status == 302)


def test_a_cookie_that_is_nobodys_stores_nothing(places):
    before = Session.objects.count()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    assert client.post("/visits/paper/", WROTE).url == "/login/?next=/"
    assert Session.objects.count() == before


def test_a_session_that_was_ended_elsewhere_shows_the_next_person_nothing(places):
    first, second = (v.officer("village_officer", place) for place in (places.west, places.east))
    client = Client()
    client.force_login(first)
    Session.objects.filter(session_key=client.session.session_key).delete()
    client.post("/visits/paper/", WROTE)
    client.force_login(second)
    assert client.get("/kept/").url == "/"


def test_a_session_that_is_over_keeps_one_form(places):
    client = Client()
    client.force_login(v.officer("village_officer", places.west))
    key = client.session.session_key
    Session.objects.filter(session_key=key).update(expire_date=timezone.now())
    for number in range(3):
        client.cookies[settings.SESSION_COOKIE_NAME] = key
        assert (client.post("/visits/paper/", WROTE).url == "/login/?next=/kept/") == (number == 0)
    assert Session.objects.count() == 1


def test_files_have_to_be_chosen_again(places):
    page, file = reader(v.officer("village_officer", places.west)), io.BytesIO(b"a,b")
    file.name = "名册.csv"
    page.client = client = ended(page.user)
    client.post("/imports/new/", {"file": file})
    client.force_login(page.user)
    text = page.text("/kept/")
    assert "名册.csv" in text and "Submit now" not in text


def test_signing_in_leads_back_to_no_other_site(places):
    client = Client()
    before = "http://testserver//elsewhere.example/"
    assert client.post("/visits/paper/", WROTE, headers={"Referer": before}).url == "/login/?next=/"
