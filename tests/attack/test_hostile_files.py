"""Hostile texts that come in by a file are refused in words, or are text wherever they come out again."""

import csv
import io
import json
from html.parser import HTMLParser

import openpyxl
import pytest
from django.test import Client

from geodata.files.dispatch import parse
from geodata.people.models import Household
from tests import village as v
from tests.attack import files
from tests.defaults import load_defaults

FORMS = ("csv", "xlsx", "geojson")


class Elements(HTMLParser):
    """Names and attributes of all elements of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.names: list[str] = []
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes |= {name for name, _value in attrs}


@pytest.fixture(params=FORMS)
def taken(request, db, tmp_path) -> list[Household]:
    load_defaults()
    v.county()
    refused, homes = files.take(tmp_path, request.param)
    assert len(refused) + len(homes) == len(files.rows(request.param))
    # The others hold nothing that can be seen, say "none", or are days: rows without a head of household.
    assert len(homes) > 370
    return homes


@pytest.fixture
def office(taken) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(
        v.officer("county_officer", v.Area.objects.get(code="430382")),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def test_no_text_becomes_an_element_of_a_page(taken, office, no_network):
    pages = [f"/gaps/?gap=households&area={files.VILLAGE}", f"/coverage/?area={files.VILLAGE}"]
    pages += [
        f"/households/{home.token}/" for home in taken if "<" in home.head_name or "{" in home.head_name
    ]
    assert len(pages) > 15
    for page in pages:
        answer = office.get(page)
        found = Elements(answer.content.decode())
        assert answer.status_code == 200
        assert not {"img", "iframe", "base", "style", "object"} & set(found.names), page
        assert not [name for name in found.attributes if name.startswith("on")], page
    assert no_network == []


def test_a_sign_that_cannot_be_stored_is_a_problem_of_its_cell(tmp_path, in_english):
    table = parse(files.write(tmp_path, "xlsx", [[files.VILLAGE, "H1", "a\0b", "c", "d"]]))
    (problem,) = table.problems
    assert (problem.line, problem.column, problem.value) == (2, "户主姓名", "ab")
    assert problem.message == "The cell contains characters that cannot be stored."
    assert table.column("户主姓名") == [""]


def test_a_template_stays_a_text(taken, office):
    home = next(home for home in taken if home.head_name == "{{7*7}}")
    page = office.get(f"/households/{home.token}/").content.decode()
    assert page.count("{{7*7}}") >= 3


def test_the_api_gives_what_came_in(taken, office):
    document = json.loads(office.get(f"/api/v1/households/?area={files.VILLAGE}&limit=25000").content)
    heads = {one["properties"]["token"]: one["properties"]["head"] for one in document["features"]}
    assert {home.token: home.head_name for home in taken}.items() <= heads.items()


def test_no_cell_of_a_workbook_is_a_formula(taken, office):
    body = b"".join(office.get(f"/gaps/export.xlsx?gap=households&area={files.VILLAGE}").streaming_content)
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(body)) for row in sheet for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not [cell for cell in cells if cell.hyperlink]


def test_no_cell_of_a_csv_begins_like_a_formula(taken, office):
    body = b"".join(office.get(f"/gaps/export.csv?gap=households&area={files.VILLAGE}").streaming_content)
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert len(rows) > len(taken)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
