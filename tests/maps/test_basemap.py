"""What lies under a map is configuration."""

from gridmap.maps import basemap
from gridmap.maps.base import Shell, draw


def test_without_a_basemap_nothing_is_fetched(settings):
    settings.BASEMAP = "none"
    assert "tileLayer" not in draw(Shell("coverage", box=None)).script
    assert basemap.credit() == ""


def test_tianditu_is_asked_with_the_operators_key(settings):
    settings.BASEMAP, settings.BASEMAP_KEY = "tianditu", "abc123"
    script = draw(Shell("coverage", box=None)).script
    assert "tk=abc123" in script
    assert "TILEMATRIX={z}" in script


def test_an_address_of_ones_own_is_used_as_it_is(settings):
    settings.BASEMAP, settings.BASEMAP_URL, settings.BASEMAP_CREDIT = (
        "xyz",
        "/tiles/{z}/{x}/{y}.png",
        "County <b>",
    )
    assert '"/tiles/{z}/{x}/{y}.png"' in draw(Shell("coverage", box=None)).script
    assert "County" not in draw(Shell("coverage", box=None)).script
    assert basemap.credit() == "County <b>"
