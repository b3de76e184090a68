"""The one-time link: password, and into the service."""

import pytest

from geodata.accounts.links import new_link
from geodata.accounts.models import User
from geodata.audit.models import AccessEntry
from tests import village as v
from tests.pages.conftest import reader
from tests.pages.signing import real, with_second_step

GOOD = {"password1": "nine green bottles", "password2": "nine green bottles"}


@pytest.fixture
def person(db):
    who = v.user("zhangli")
    who.synthetic = False
    who.set_unusable_password()
    who.save()
    v.phone(who, "10500007777")
    return who


@pytest.fixture
def opened(nobody, person):
    """A browser in which the link was opened, and the address at which it arrived."""
    account, token = new_link(person)
    answer = nobody.get(f"/link/{account}/{token}/")
    return nobody, answer.url


def test_the_token_leaves_the_address_at_once(opened, person):
    nobody, address = opened
    assert address.endswith("/set/")
    assert "zhangli" in nobody.text(address)


def test_a_good_password_is_set_and_opens_the_service(opened, person):
    nobody, address = opened
    answer = nobody.post(address, GOOD)
    assert (answer.status_code, answer.url) == (302, "/")
    assert nobody.get("/me/").status_code == 200
    assert User.objects.get(pk=person.pk).check_password(GOOD["password1"])
    assert list(AccessEntry.objects.order_by("at").values_list("action", flat=True)) == [
        "password_set",
        "sign_in",
    ]


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "too short"),
        ("1234567890123", "entirely numeric"),
        ("password123", "too common"),
        ("zhangli123", "too similar"),
        ("a10500007777", "too similar"),
    ],
)
def test_a_weak_password_is_refused_in_words(opened, person, password, words):
    nobody, address = opened
    answer = nobody.post(address, {"password1": password, "password2": password})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not User.objects.get(pk=person.pk).has_usable_password()


def test_two_different_passwords_are_refused(opened):
    nobody, address = opened
    assert "do not match" in nobody.post(address, GOOD | {"password2": "another one here"}).content.decode()


def test_a_used_link_says_so(opened, person):
    nobody, address = opened
    again = reader(None)
    account, token = new_link(person)
    nobody.get(f"/link/{account}/{token}/")
    nobody.post(address, GOOD)
    again.get(f"/link/{account}/{token}/")
    answer = again.get(f"/link/{account}/set/")
    assert answer.status_code == 410
    assert "This link is no longer valid" in answer.content.decode()


@pytest.mark.parametrize("address", ["/link/x/y/", "/link/MQ/c1-0/", "/link/%00/%00/", "/link/MQ/set/"])
def test_what_is_no_link_ends_in_the_same_words(nobody, address):
    answer = nobody.get(address)
    answer = nobody.get(answer.url) if answer.status_code == 302 else answer
    assert answer.status_code == 410


def test_a_link_does_not_pass_by_the_second_step(nobody, places):
    who = real("village_officer", places.west, name="office")
    with_second_step(who)
    account, token = new_link(who)
    address = nobody.get(f"/link/{account}/{token}/").url
    assert nobody.post(address, GOOD).url == "/login/code/"
    assert nobody.get("/").url.startswith("/login/")


def test_an_office_sets_up_the_second_step_after_its_link(nobody, places):
    who = real("village_officer", places.west, name="office")
    account, token = new_link(who)
    address = nobody.get(f"/link/{account}/{token}/").url
    nobody.post(address, GOOD)
    assert nobody.get("/").url == "/me/second-step/"


def test_a_link_opens_its_own_account_whoever_is_signed_in(insider, person):
    account, token = new_link(person)
    address = insider.get(f"/link/{account}/{token}/").url
    insider.post(address, GOOD)
    assert "zhangli" in insider.text("/me/")
