"""A request's id: in its answer, in its log lines, and never what a stranger wants to write there."""

import json
import logging

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from gridmap.logs import JsonLines

pytestmark = pytest.mark.django_db


def test_every_answer_names_its_request(client: Client) -> None:
    first, second = client.get("/healthz"), client.get("/no-such-page")
    assert len(first["X-Request-ID"]) == 16
    assert first["X-Request-ID"] != second["X-Request-ID"]


def test_a_proxys_id_is_kept(client: Client, settings: Settings) -> None:
    settings.PROXIES = 1
    answer = client.get("/healthz", headers={"X-Request-ID": "proxy-7f3a.01"})
    assert answer["X-Request-ID"] == "proxy-7f3a.01"


def test_a_strangers_id_is_not_taken(client: Client) -> None:
    answer = client.get("/healthz", headers={"X-Request-ID": "stranger-7f3a.01"})
    assert answer["X-Request-ID"] != "stranger-7f3a.01"


@pytest.mark.parametrize(
    "offered", ["short", "a" * 65, 'quote"quote', "line\nbreak-1", "网格网格网格网格", "with space"]
)
def test_an_id_of_another_form_is_replaced(client: Client, offered: str, settings: Settings) -> None:
    settings.PROXIES = 1
    assert client.get("/healthz", headers={"X-Request-ID": offered})["X-Request-ID"] != offered


def test_a_log_line_tells_the_request_and_no_query_string(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.setFormatter(JsonLines())
    with caplog.at_level(logging.INFO, logger="gridmap.access"):
        answer = client.get("/healthz?phone=13800000000")
    line = json.loads(caplog.text.splitlines()[-1])
    assert line["request_id"] == answer["X-Request-ID"]
    assert (line["route"], line["method"], line["status"]) == ("healthz", "GET", 200)
    assert "13800000000" not in caplog.text


def test_djangos_own_line_of_an_error_tells_the_request_too(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.setFormatter(JsonLines())
    answer = client.get("/healthz/no-such-page?name=secret")
    lines = [json.loads(line) for line in caplog.text.splitlines()]
    ours = [line["request_id"] for line in lines if line["logger"] == "django.request"]
    assert ours == [answer["X-Request-ID"]]
    assert "secret" not in caplog.text
