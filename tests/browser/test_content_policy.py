"""The content policy in a real browser: it stops a script, and no page of ours ever meets it."""

from collections.abc import Iterator

import pytest

from tests import village as v
from tests.browser.conftest import drawn

LISTEN = """
    window.refused = [];
    document.addEventListener("securitypolicyviolation", function (event) {
        window.refused.push(event.effectiveDirective + " " + event.blockedURI + " " + (event.sample || ""));
    });
"""
# What a page refuses by itself stands in its console, where test_every_address.py looks.
PAGES = [
    "/coverage/?by=grid&metric=no_contact",
    "/coverage/?area=430382100201&by=household",
    "/gaps/?gap=households",
    "/households/{token}/",
    "/nothing/",
    "/api/v1/docs/",
]


@pytest.fixture
def watched(open_as, officer) -> Iterator[object]:
    page = open_as(officer)
    page.add_init_script(LISTEN)
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text))
    yield page
    assert [text for text in said if "Content Security Policy" in text] == []


def test_no_page_meets_the_policy(county, watched):
    refused = {}
    for address in PAGES:
        watched.goto(address.format(token=county.homes[0].token))
        if watched.locator(".folium-map").count():
            drawn(watched)
        watched.wait_for_load_state("networkidle")
        if value := watched.evaluate("window.refused"):
            refused[address] = value
    assert refused == {}


def test_the_description_of_the_api_is_shown(county, watched):
    watched.goto("/api/v1/docs/")
    watched.wait_for_selector(".opblock")
    watched.locator(".opblock-summary-control").first.click()
    watched.wait_for_selector(".opblock-body")
    assert watched.evaluate("window.refused") == []


def test_the_pages_of_others_meet_no_policy(county, open_as):
    for kind, address in (("auditor", "/records/"), ("administrator", "/accounts/")):
        page = open_as(v.officer(kind, None))
        page.add_init_script(LISTEN)
        page.goto(address)
        assert page.evaluate("window.refused") == [], address


def test_a_script_that_slips_in_does_not_run(county, officer, open_as):
    page = open_as(officer)
    page.add_init_script(LISTEN)
    page.goto("/gaps/?gap=households")
    page.evaluate(
        """() => {
            document.querySelector("main").insertAdjacentHTML("beforeend", "<img src=x onerror='window.wasHit = 1'>");
            var script = document.createElement("script");
            script.textContent = "window.wasHit = 1";
            document.body.appendChild(script);
        }"""
    )
    page.wait_for_function("window.refused.length >= 2")
    assert page.evaluate("window.wasHit") is None
