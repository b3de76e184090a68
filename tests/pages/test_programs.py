"""How other programs are connected: the addresses of the question, and a project file of QGIS that holds no secret."""

import html
import re
from xml.etree import ElementTree as Xml

import pytest

from api.ogc.collections import COLLECTIONS
from geodata.base.periods import today
from geodata.exports.for_programs import OFFERED, qgis_project

WEST = "430382100201"


def test_what_is_offered_is_what_there_is():
    assert {name: (str(one.title), one.right) for name, one in OFFERED.items()} == {
        name: (str(one.title), one.right) for name, one in COLLECTIONS.items()
    }
    assert [name for name, one in OFFERED.items() if one.shape == "Point"] == [
        name for name, one in COLLECTIONS.items() if one.shape == "point"
    ]


def test_the_page_leads_to_every_address_of_the_question(county):
    page = county.text(f"/exports/programs/?area={WEST}")
    found = [html.unescape(address) for address in re.findall(r'href="http://testserver(/ogc/[^"]+)"', page)]
    assert found == [f"/ogc/collections/{name}/items?area={WEST}&datetime={today()}" for name in COLLECTIONS]
    for address in found:
        assert county.get(address).status_code == 200, address
    assert f"http://testserver/exports/{WEST}/households.csv?on={today()}" in page


def test_tables_are_offered_to_those_who_may_take_them_away(planner):
    assert "/households.csv" not in planner.text("/exports/programs/")


def test_who_counts_nowhere_is_told_so(auditor):
    assert auditor.get("/exports/programs/").status_code == 403
    assert auditor.get("/exports/programs/gridmap.qgs").status_code == 403


def test_the_project_has_a_layer_for_each_collection_and_no_secret(insider):
    answer = insider.get(f"/exports/programs/gridmap.qgs?area={WEST}")
    assert answer["Content-Disposition"] == f'attachment; filename="gridmap-{WEST}.qgs"'
    layers = Xml.fromstring(answer.content).findall("projectlayers/maplayer")
    sources = [layer.findtext("datasource") for layer in layers]
    assert [re.search(r"typename='(\w+)'", source)[1] for source in sources] == list(COLLECTIONS)
    for source in sources:
        assert "url='http://testserver/ogc'" in source
        assert "authcfg='gridmap'" in source
        assert rf"""filter='"code" LIKE \'{WEST}%\''""" in source
    assert b"Bearer" not in answer.content


def test_a_name_is_text_in_the_project():
    content = qgis_project(OFFERED, service="http://x/ogc", code="43", title="<&\"例'>")
    assert Xml.fromstring(content).findtext("title") == "<&\"例'>"


@pytest.mark.parametrize(
    "path", ["/exports/programs/?area=999999", "/exports/programs/gridmap.qgs?area=430381"]
)
def test_areas_elsewhere_are_not_there(insider, path):
    assert insider.get(path).status_code == 404
