"""Problem documents: what is told when something is not right, and in which language."""

import pytest
from django.test import Client

from api.accounts.profile import Myself
from api.web.errors import STATUSES, TITLES, Fault, shown, status_of
from geodata.base import errors
from geodata.base.periods import today


def fault(answer) -> dict[str, object]:
    assert answer["Content-Type"] == "application/problem+json"
    return answer.json()["errors"][0]


def test_a_problem_has_its_members(county):
    answer = county.get("coverage/?area=430382&window=400")
    body = answer.json()
    assert body["type"] == "urn:gridmap:problem:bad-input"
    assert (body["status"], body["instance"]) == (400, "/api/v1/coverage/")
    assert body["request_id"] == answer["X-Request-ID"]
    assert fault(answer) == {
        "field": "window",
        "value": "400",
        "message": "This is not a whole number from 1 to 366.",
        "remedy": "Enter it in digits.",
    }


def test_all_faults_are_told_at_once(county):
    answer = county.get("households/?gap=x&window=0&limit=0&bbox=1&on=2026-02-30&after=x&area=1").json()
    assert {each["field"] for each in answer["errors"]} == {
        "gap",
        "window",
        "limit",
        "bbox",
        "on",
        "after",
        "area",
    }
    assert all(each["message"] and each["remedy"] for each in answer["errors"])


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("coverage/?area=430382&windw=3", "window"),
        ("households/?Limit=3", "limit"),
        ("areas/?bbox2=1", "bbox"),
    ],
)
def test_an_unknown_parameter_is_refused_and_the_nearest_named(county, address, near):
    assert fault(county.get(address))["remedy"] == f"Did you mean “{near}”?"


def test_an_unknown_parameter_far_from_all_others_is_told_those(county):
    complaint = fault(county.get("areas/430382/?zzzz=1"))
    assert (complaint["message"], complaint["remedy"]) == ("“zzzz” is not recognised here.", "Accepted: on.")


def test_a_repeated_parameter_is_refused(county):
    answer = county.get("coverage/?area=430382&area=430381")
    assert (answer.status_code, fault(answer)["message"]) == (400, "“area” is given more than once.")


def test_the_answer_is_in_the_language_asked_for(county):
    english = county.get("coverage/?area=999999").json()
    assert english["detail"] == "There is nothing here, or nothing that you may see."
    chinese = fault(county.get("coverage/", **{"Accept-Language": "zh-CN"}))
    assert (chinese["field"], chinese["message"]) == ("area", "该字段是必填项。")


def test_an_unknown_address_is_a_problem_too(county):
    for method in ("get", "post", "put", "patch", "delete"):
        answer = (
            county.send(method, "nowhere/at/all/", {}) if method != "get" else county.get("nowhere/at/all/")
        )
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    "address", ["areas/12345x/", "areas/%00/", "households/%00/", "households/a.b/", "areas/١٢/"]
)
def test_an_address_with_strange_characters_is_unknown(county, address):
    assert county.get(address).status_code == 404


def test_another_method_is_405_and_told_which_ones_there_are(county):
    answer = county.post("areas/", {})
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer["Content-Type"] == "application/problem+json"


def test_another_format_is_406(county):
    assert county.get("me/", Accept="text/csv").status_code == 406


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"]
)
def test_another_content_type_is_415(places, county, kind):
    address = f"/api/v1/households/{places.homes[0].token}/visits/"
    answer = county.client.post(address, b"--x--", content_type=kind)
    assert (answer.status_code, answer["Content-Type"]) == (415, "application/problem+json")


@pytest.mark.parametrize(
    ("kind", "words"), [("text/plain", "收到的内容类型为“text/plain”"), ("", "收到的内容没有注明类型")]
)
def test_a_415_says_what_came_and_what_is_taken(places, county, kind, words):
    address = f"/api/v1/households/{places.homes[0].token}/visits/"
    answer = county.client.post(address, b"--x--", content_type=kind, headers={"Accept-Language": "zh-hans"})
    body = answer.json()
    assert answer.status_code == 415
    assert words in body["detail"]
    assert "此处只接受application/json。" in body["detail"]
    assert body["title"] == "此处不接受这种类型的内容"
    assert body["errors"][0]["field"] == "Content-Type"
    assert "application/json" in body["errors"][0]["remedy"]


BROKEN = [
    b"{", b"", b"null", b"[]", b"3", b'"x"', b"{]", b"{'a': 1}", b"NaN", b'{"day": NaN}', b"\xff\xfe", b'{"note": "\\ud800"}',
    b"\xef\xbb\xbf{}", b"[" * 5000, b'{"client_id": 1e999}', b'{"a":' * 2000,
]  # fmt: skip


@pytest.mark.parametrize("body", BROKEN)
def test_a_broken_body_is_told_in_words(places, county, body):
    answer = county.post(f"households/{places.homes[0].token}/visits/", body)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["detail"]


def test_a_body_that_is_too_large_is_413(places, county):
    answer = county.post(
        f"households/{places.homes[0].token}/visits/", b'{"note": "' + b"x" * 2_000_001 + b'"}'
    )
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:gridmap:problem:too-large")


def test_an_unknown_field_of_the_body_is_refused(places, county):
    body = {"client_id": "0" * 36, "day": today().isoformat(), "outcom": "met"}
    errors = county.post(f"households/{places.homes[0].token}/visits/", body).json()["errors"]
    assert {
        "field": "outcom",
        "value": "met",
        "message": "“outcom” is not recognised here.",
        "remedy": "Did you mean “outcome”?",
    } in errors


def test_what_nobody_expected_shows_no_insides(county, monkeypatch, caplog):
    monkeypatch.setattr(Myself, "get", lambda *args: 1 / 0)
    answer = county.get("me/")
    assert (answer.status_code, answer.json()["type"]) == (500, "urn:gridmap:problem:internal-error")
    assert "ZeroDivision" not in answer.content.decode()
    assert "ZeroDivision" in caplog.text


def test_a_session_writes_only_with_its_csrf_token(places, county):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(county.user)
    answer = strict.post(
        f"/api/v1/households/{places.homes[0].token}/visits/", {}, content_type="application/json",
        headers={"Accept-Language": "en"},
    )  # fmt: skip
    assert (answer.status_code, fault(answer)["remedy"]) == (403, "Send it in the X-CSRFToken header.")


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (errors.BadInput, 400), (errors.NotAllowed, 403), (errors.NotFound, 404), (errors.Conflict, 409),
        (errors.Stale, 412), (errors.DomainError, 500),
    ],
)  # fmt: skip
def test_each_error_of_the_domain_has_its_status(kind, status):
    assert status_of(kind("…")) == status


def test_every_status_has_a_title():
    # No exception has these three: they are told where nothing was expected, or nothing came.
    assert set(STATUSES.values()) | {408, 500, 503} == set(TITLES)


def test_a_value_is_echoed_short_and_writable():
    assert shown("x" * 1000) == "x" * 100 + "…"
    assert shown(2**60) == "0x1000000000000000"
    assert len(shown(10**9000)) == 101
    assert Fault("a", shown({"b": 1}), "c").value == "{'b': 1}"


@pytest.mark.parametrize(
    "address", ["areas/", "coverage/?area=430382", "households/", "me/", "categories/", "areas/430382/"]
)
def test_head_answers_as_get_without_a_body(county, address):
    answer = county.client.head(f"/api/v1/{address}")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("areas/", "GET, HEAD, OPTIONS"),
        ("households/{token}/visits/", "POST, OPTIONS"),
        ("token/", "POST, DELETE, OPTIONS"),
    ],
)
def test_options_tells_the_methods(places, county, address, allowed):
    answer = county.client.options(f"/api/v1/{address.format(token=places.homes[0].token)}")
    assert (answer.status_code, answer["Allow"], answer.content) == (204, allowed, b"")


@pytest.mark.parametrize(
    "name", ["Accept", "Accept-Language", "Content-Type", "If-None-Match", "X-Request-ID", "X-CSRFToken"]
)
def test_strange_headers_never_make_a_500(county, name):
    for value in (
        "",
        "///",
        ";;;",
        ",",
        "a/b/c;q=x",
        "*/*;q=abc",
        "x" * 8000,
        "\x80\xff",
        "zh;;;q=1",
        '"',
        "W/",
        "{{7*7}}",
    ):
        assert county.get("areas/", **{name: value}).status_code in (200, 406), value


def test_a_thousand_parameters_are_told_in_words(county):
    answer = county.get("areas/?" + "&".join(f"a{number}=1" for number in range(2000)))
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
