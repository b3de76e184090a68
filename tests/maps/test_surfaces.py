"""Hostile names everywhere: nothing of them reaches folium's output, and the page shows them as text."""

import html
import re

import pytest

from geodata.base.periods import today
from geodata.people.models import CareCategory
from tests import village as v
from tests.pages.conftest import reader

HOSTILE = [
    "{{7*7}}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{% include 'x' %}",
    "'\"`",
    "${7*7}",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\u202e\u0001<!--",
]
PAGES = [
    "/coverage/",
    "/coverage/?by=village",
    "/coverage/?by=grid",
    "/coverage/?area=430382100201",
    "/coverage/?area=430382100201&by=household",
    "/coverage/?area=430382100201001&by=household",
    "/households/{token}/",
    "/households/{token}/contact/",
    "/gaps/?gap=households",
    "/",
]


@pytest.fixture(params=HOSTILE)
def name(request) -> str:
    return request.param


@pytest.fixture
def hostile(bare_county, defaults, name):
    """A county in which every typed string is that one."""
    made = bare_county
    member = v.member(made.west, point=v.middle(0, 0))
    v.link(member, made.homes[0])
    v.care(made.homes[0])
    v.visit(made.homes[0], today(), by=member.user, note=name)
    v.Area.objects.update(name=name[:100])
    v.Household.objects.update(head_name=name[:60], address=name[:200], group=name[:40], phones=[name[:20]])
    v.User.objects.update(name=name[:60])
    v.Branch.objects.update(name=name[:100])
    CareCategory.objects.update(name=name[:60], name_en=name[:60])
    return made


@pytest.mark.parametrize("page", PAGES)
def test_a_hostile_name_is_text_and_never_reaches_folium(hostile, name, page):
    county = reader(v.officer("county_officer", hostile.county, name="county"))
    v.User.objects.update(name=name[:60])
    answer = county.get(page.format(token=hostile.homes[0].token))
    assert answer.status_code == 200
    text = answer.content.decode()
    for script in re.findall(r"<script[^>]*>(.*?)</script>", text, re.DOTALL):
        assert name[:20] not in script
        assert "49" not in re.sub(r"[\d.]{6,}", "", script)
    assert html.escape(name[:20]) in text
    assert "<img src=x" not in text
    assert "<script>alert" not in text
