"""Whose request it is: addresses as our proxies wrote them, in one way of writing."""

import logging

import pytest
from django.test import RequestFactory

from api.web import callers
from api.web.callers import client_address, client_network


def request(near: str, forwarded: str = ""):
    more = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR=near, **more)


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("1.2.3.4, 203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:55001", "203.0.113.7"),
        ("[2001:db8::7]:55001", "2001:db8::7"),
        ("2001:DB8:0::7", "2001:db8::7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::1"),
        ("unknown", "10.0.0.1"),
        ("'; DROP", "10.0.0.1"),
    ],
)
def test_an_address_is_read_in_one_way(settings, forwarded, address):
    settings.PROXIES = 1
    assert client_address(request("10.0.0.1", forwarded)) == address


def test_one_line_of_ipv6_is_one_caller():
    assert client_network(request("2001:db8:1:2:3:4:5:6")) == "2001:db8:1:2::"
    assert client_network(request("203.0.113.7")) == "203.0.113.7"


def test_a_forwarded_address_that_nobody_expects_is_told_once(settings, caplog, monkeypatch):
    monkeypatch.setattr(callers, "_told", set())
    settings.PROXIES, settings.PROXIES_SAID = 0, False
    with caplog.at_level(logging.ERROR, logger="gridmap.accounts"):
        for _time in range(3):
            assert client_address(request("10.0.0.1", "203.0.113.7")) == "10.0.0.1"
    assert caplog.text.count("GRIDMAP_PROXIES is not set") == 1
