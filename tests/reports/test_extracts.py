"""What goes out comes in again: every file is read by the imports as no change."""

import io
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pyogrio
import pytest
from django.utils import timezone, translation

from geodata.contacts.duties import scope_of
from geodata.contacts.linking import end_contact
from geodata.coverage import states
from geodata.imports.kind import take
from geodata.imports.kinds import KINDS, kind_of
from geodata.imports.readers import read_table
from geodata.imports.wishes import Wishes
from geodata.periods import today
from geodata.reports.extracts.extract import Asked
from geodata.reports.extracts.extracts import EXTRACTS
from geodata.reports.extracts.formats import FORMATS, formats_of
from geodata.reports.gap_layer import write_list
from geodata.reports.gaps import Report
from geodata.reports.palette import TONES
from geodata.territory.scope import Grant, Right, Scope
from tests import village as v
from tests import worlds

pytestmark = pytest.mark.usefixtures("defaults")


def county_of_all_kinds() -> v.County:
    """A county with something of everything that a file may tell."""
    made = worlds.lived_in_county()
    v.Household.objects.filter(pk=made.homes[0].pk).update(
        address="例路7号", building="3", entrance="2", door="501", phones=["+860000000", "00012345"], size=4
    )
    v.visit(made.homes[0], today(), by=v.user(), outcome="absent", note="例：门关着", mode="phone")
    v.officer("small_leader", made.grids[0])
    v.officer("medium_leader", made.west)
    ended = v.link(v.member(made.west, ability="ill"), made.homes[1])
    end_contact(link=ended, reason="member_unable", on=today())
    v.link(v.member(made.west), made.homes[0], primary=False)
    return made


@pytest.fixture(scope="module")
def build():
    return county_of_all_kinds


def asked(area, kind: str = "county_officer", at=None) -> Asked:
    scope = scope_of(v.officer(kind, at or area), on=today())
    return Asked(scope, area, today(), "例甲", timezone.localtime())


def filed(folder: Path, name: str, form: str, asked: Asked) -> Path:
    path = folder / f"{name}.{form}"
    with path.open("wb") as target:
        FORMATS[form].write(EXTRACTS[name], asked, target)
    return path


EVERY = [(name, form) for name in EXTRACTS if name in KINDS for form in formats_of(EXTRACTS[name])]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(("name", "form"), EVERY)
def test_every_file_comes_back_as_no_change(places, tmp_path, name, form, language):
    told = asked(places.county if name == "areas" else places.west, "county_officer", places.county)
    with translation.override(language):
        path = filed(tmp_path, name, form, told)
        report = take(kind_of(name), read_table(path), on=today(), wishes=Wishes(datum="wgs84"))
    assert (report.problems, report.questions, report.unchanged) == ([], [], EXTRACTS[name].count(told))
    assert report.unchanged > 0
    assert report.says_no_change


LISTS = ["households", "special"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("form", ["xlsx", "csv", "geojson", "gpkg"])
@pytest.mark.parametrize("figure", LISTS)
def test_a_list_of_gaps_comes_back_as_no_change(places, tmp_path, figure, form, language):
    told, path = asked(places.west, "county_officer", places.county), tmp_path / f"list.{form}"
    chosen = states.select(scope=told.scope, area=places.west, on=today())
    question = states.Question(chosen, on=today(), window=90, category=None)
    with translation.override(language), path.open("wb") as target:
        listed = Report(question, figure, told.scope, places.west, by="例甲", at=told.at)
        write_list(form, listed, target)
        target.flush()
        report = take(kind_of("households"), read_table(path), on=today(), wishes=Wishes(datum="wgs84"))
    assert (report.problems, report.questions, report.unchanged) == ([], [], listed.matched())
    assert report.says_no_change and report.unchanged > 0


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("form", formats_of(EXTRACTS["contacts"]))
def test_a_roster_of_contacts_comes_back_as_households_without_a_change(places, tmp_path, form, language):
    told = asked(places.west, "county_officer", places.county)
    with translation.override(language):
        path = filed(tmp_path, "contacts", form, told)
        report = take(kind_of("households"), read_table(path), on=today(), wishes=Wishes())
    assert (report.problems, report.questions) == ([], [])
    assert report.says_no_change and report.unchanged > 0


def test_a_countys_roster_has_no_points(places, tmp_path):
    found = json.loads(filed(tmp_path, "households", "geojson", asked(places.county)).read_text())
    assert len(found["features"]) == len(places.homes)
    assert {feature["geometry"] for feature in found["features"]} == {None}
    assert "lon" not in found["features"][0]["properties"]


def test_without_details_names_are_masked_and_addresses_missing(places):
    told = asked(places.west, "village_officer")
    masked = replace(
        told,
        scope=Scope(
            (Grant(frozenset({Right.EXPORT, Right.HOUSEHOLDS}), told.area.code, told.scope.villages),)
        ),
    )
    row = next(EXTRACTS["households"].rows(masked))
    fields = [field.name for field in EXTRACTS["households"].fields(masked)]
    shown = dict(zip(fields, row.cells, strict=True))
    assert "*" in shown["head_name"]
    assert (shown["address"], shown["lon"], row.geometry) == ("", "", None)


@pytest.mark.parametrize("name", EXTRACTS)
def test_the_number_of_rows_is_known_before(places, name):
    told = asked(places.county)
    assert EXTRACTS[name].count(told) == len(list(EXTRACTS[name].rows(told))) > 0


def test_geojson_is_wgs_84_with_counter_clockwise_rings_and_no_crs(places, tmp_path):
    found = json.loads(filed(tmp_path, "areas", "geojson", asked(places.county)).read_text())
    assert "crs" not in found
    ring = found["features"][0]["geometry"]["coordinates"][0][0]
    assert sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in pairwise(ring)) < 0


def test_a_geopackage_opens_coloured(places, tmp_path):
    path = filed(tmp_path, "areas", "gpkg", asked(places.county))
    assert pyogrio.read_info(path, layer="areas")["crs"] == "EPSG:4326"
    with closing(sqlite3.connect(path)) as file:
        [(layer, column, default, style)] = file.execute(
            "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
        )
    assert (layer, column, default) == ("areas", "geom", 1)
    named = {category.get("value") for category in ElementTree.fromstring(style).iter("category")}
    assert named == set(TONES) - {"exempt"}


def test_maps_formats_are_offered_where_there_are_shapes():
    assert formats_of(EXTRACTS["areas"]) == list(FORMATS)


def test_a_roster_takes_one_query_and_those_of_the_selection(places, django_assert_num_queries):
    told = asked(places.county)
    with django_assert_num_queries(2):
        list(EXTRACTS["households"].rows(told))


def test_a_csv_begins_with_its_headings(places):
    target = io.BytesIO()
    with translation.override("zh-hans"):
        FORMATS["csv"].write(EXTRACTS["households"], asked(places.west, "village_officer"), target)
    assert target.getvalue().decode("utf-8-sig").startswith("村编码,网格编码,户编号,户主姓名")


def test_notes_and_care_are_for_those_who_look_after_the_household(places):
    told = asked(places.west, "village_officer")
    rights = frozenset({Right.EXPORT, Right.HOUSEHOLDS, Right.LINK})
    masked = replace(told, scope=Scope((Grant(rights, told.area.code, told.scope.villages),)))
    notes = [row.cells[-1] for row in EXTRACTS["visits"].rows(masked)]
    assert set(notes) == {""}
    assert EXTRACTS["care"].count(masked) == 0


def test_phones_of_members_and_leaders_are_for_those_who_set_contacts_and_fill_posts(places):
    told = asked(places.west, "village_officer")
    rights = frozenset({Right.EXPORT, Right.HOUSEHOLDS, Right.DETAILS})
    without = replace(told, scope=Scope((Grant(rights, told.area.code, told.scope.villages),)))
    assert EXTRACTS["members"].count(told) > EXTRACTS["members"].count(without) == 0
    assert EXTRACTS["leaders"].count(without) == 0


@pytest.mark.parametrize("name", EXTRACTS)
def test_a_grid_has_its_own_rows_only(places, name):
    told = asked(places.grids[0], "county_officer", places.county)
    of_village = asked(places.west, "county_officer", places.county)
    assert EXTRACTS[name].count(told) <= EXTRACTS[name].count(of_village)
    assert EXTRACTS[name].count(told) == len(list(EXTRACTS[name].rows(told)))
