"""Signing in and out."""

import pytest

from geodata.audit.models import AccessEntry
from geodata.territory.models import Area
from gridmap import demo_logins
from tests import village as v
from tests.roles import owner

PAGES = ["/", "/coverage/", "/gaps/", "/gaps/export.xlsx", "/gaps/export.csv", "/records/", "/accounts/"]


@pytest.fixture
def cadre(db):
    who = v.user("cadre")
    who.set_password("a long password")
    who.save()
    return who


def test_the_right_password_opens_the_home_page(nobody, cadre):
    answer = nobody.post("/login/", {"login": "cadre", "password": "a long password"})
    assert (answer.status_code, answer.url) == (302, "/")


def test_after_signing_in_the_page_that_was_asked_for_opens(nobody, cadre):
    answer = nobody.post("/login/?next=/gaps/", {"login": "cadre", "password": "a long password"})
    assert answer.url == "/gaps/"


def test_no_other_site_is_opened_after_signing_in(nobody, cadre):
    told = {"login": "cadre", "password": "a long password", "next": "https://elsewhere.example/"}
    assert nobody.post("/login/", told).url == "/"


def test_a_wrong_password_is_told_in_words(nobody, cadre):
    answer = nobody.post("/login/", {"login": "cadre", "password": "no"})
    assert answer.status_code == 422
    assert "do not match" in answer.content.decode()


def test_an_unknown_name_is_told_in_the_same_words(nobody, cadre):
    answer = nobody.post("/login/", {"login": "nobody", "password": "no"})
    assert "do not match" in answer.content.decode()


def test_signing_in_is_on_record(nobody, cadre):
    nobody.post("/login/", {"login": "cadre", "password": "a long password"})
    entry = AccessEntry.objects.get()
    assert (entry.action, entry.user, bool(entry.request_id)) == ("sign_in", cadre, True)


def test_a_refused_sign_in_is_on_record_with_the_name_that_was_tried(nobody, cadre):
    nobody.post("/login/", {"login": "cad\x00re\n", "password": "no"})
    entry = AccessEntry.objects.get()
    assert (entry.action, entry.user, entry.subject) == ("sign_in_refused", None, "cadre")


@pytest.mark.parametrize("page", PAGES)
def test_without_a_login_every_page_leads_to_it(nobody, page):
    answer = nobody.get(page)
    assert (answer.status_code, answer.url) == (302, f"/login/?next={page}")


def test_signing_out_needs_a_form_and_ends_the_session(nobody, cadre):
    nobody.client.force_login(cadre)
    assert nobody.get("/logout/").status_code == 405
    nobody.post("/logout/", {})
    assert nobody.get("/").status_code == 302


def test_the_chosen_language_stays(nobody):
    answer = nobody.post("/language/", {"language": "en", "next": "/login/"})
    assert answer.url == "/login/"
    page = nobody.client.get("/login/", headers={"Accept-Language": "zh-CN"}).content.decode()
    assert '<html lang="en"' in page


def test_without_a_choice_pages_are_chinese(nobody):
    assert '<html lang="zh-hans"' in nobody.client.get("/login/").content.decode()


@pytest.fixture
def demo(settings, tmp_path, monkeypatch):
    """As `make run` leaves it: the password is kept, and the county is invented."""
    settings.DEMO = True
    (tmp_path / "demo_password").write_text("demo-secret-1\n")
    monkeypatch.setattr(demo_logins, "PASSWORD", tmp_path / "demo_password")


def invented(county: v.County, *, all_of_it: bool) -> None:
    with owner():
        Area.objects.filter(level="county").update(synthetic=all_of_it)


def test_the_door_of_the_demo_names_each_post_and_signs_in_by_one_press(nobody, cadre, demo):
    with owner():
        cadre.username = "county"
        cadre.set_password("demo-secret-1")
        cadre.save()
    invented(v.county(), all_of_it=True)
    shown = nobody.get("/login/").content.decode()
    assert "demo-secret-1" in shown
    assert all(f'value="{name}"' in shown for name in demo_logins.POSTS)
    assert (
        nobody.post("/login/", {"login": "county", "password": "demo-secret-1", "next": ""}).status_code
        == 302
    )


def test_no_other_door_tells_a_password(nobody, cadre, demo, settings):
    county = v.county()
    invented(county, all_of_it=False)
    assert "demo-secret-1" not in nobody.get("/login/").content.decode()
    invented(county, all_of_it=True)
    settings.DEMO = False
    assert "demo-secret-1" not in nobody.get("/login/").content.decode()
