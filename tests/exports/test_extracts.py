"""What goes out comes in again: every file is read by the imports as no change."""

import datetime as dt
import io
import json
import sqlite3
import uuid
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pyogrio
import pytest
from django.db.backends.postgresql.psycopg_any import Range
from django.utils import timezone, translation

from geodata.base.periods import today
from geodata.base.scope import Grant, Right, Scope
from geodata.contacts.assigning import end_contact
from geodata.contacts.rights import scope_of
from geodata.coverage import states
from geodata.display.colours import TONES
from geodata.exports.extracts.extract import AreaQuestion
from geodata.exports.extracts.formats import FORMATS, formats_of
from geodata.exports.extracts.registry import EXTRACTS
from geodata.exports.gap_layer import write_list
from geodata.exports.gaps import Report
from geodata.files.headings import known, plain
from geodata.files.reading import read_table
from geodata.imports.kinds.importer import take
from geodata.imports.kinds.registry import KINDS, kind_of
from geodata.imports.runs.options import Wishes
from geodata.needs.recording import NeedReport, record_need
from geodata.needs.taking_over import Listed, take_over
from geodata.needs.words import State
from geodata.people.models import Absence, CareRecord, Resident
from tests import village as v
from tests import worlds
from tests.roles import owner

pytestmark = pytest.mark.usefixtures("defaults")


def county_of_all_kinds() -> v.County:
    """A county with something of everything that a file may tell."""
    places = worlds.lived_in_county()
    v.Household.objects.filter(pk=places.homes[0].pk).update(
        address="例路7号",
        building="3",
        entrance="2",
        door="501",
        group="例组",
        phones=["+860000000", "00012345"],
        size=4,
    )
    v.visit(places.homes[0], today(), by=v.user(), outcome="absent", note="例：门关着", mode="phone")
    pair = [v.user(), v.officer("village_officer", places.west)]
    v.visit(places.homes[0], today(), by=pair[0], visitors=[one.pk for one in pair])
    fill_a_care_record(places)
    fill_residents_and_absences(places)
    v.officer("small_leader", places.grids[0])
    v.officer("medium_leader", places.west)
    v.department(places.county), v.department(places.town)
    ended = v.link(v.member(places.west, ability="ill"), places.homes[1])
    end_contact(link=ended, reason="member_unable", on=today())
    fill_needs(places)
    second = v.member(places.west)
    v.phone(second.user, "00012346")
    v.link(second, places.homes[0], primary=False)
    return places


@owner()
def fill_needs(made: v.County) -> None:
    """One that was done and one of a grid, of a hotline; and a sensitive one, which no file holds."""
    by, home = v.officer("village_officer", made.west), made.homes[0]
    told = {"kind": "problem", "category": "water", "raised_on": today(), "home": home, "village": made.west}
    listed = (
        told | {"title": "例井", "text": "例井干了\n例两户", "settled": True, "source_number": "旧-1"},
        told | {"kind": "dispute", "category": "roads", "home": None, "grid": made.grids[0], "text": "例路"},
    )
    take_over([_listed(**one) for one in listed], by=by, at=v.NOON)
    secret = NeedReport(
        uuid.uuid4(), "problem", "other", today(), household=home.token, text="例密事", sensitive=True
    )
    record_need(report=secret, by=by, scope=scope_of(by, on=today()), at=v.NOON, today=today())


def _listed(*, home, village, grid=None, settled=False, **told) -> Listed:
    report = NeedReport(
        client_id=uuid.uuid4(), source="hotline", household=home.token if home else "", **told
    )
    done = (
        {"state": State.DONE, "result": "例修好了", "settled_on": today(), "answer": "mostly"}
        if settled
        else {"due_on": today()}
    )
    return Listed(report=report, village=village, grid=grid, home=home, **done)


@owner()
def fill_a_care_record(made: v.County) -> None:
    """One that has ended, of a resident, with its source and the day on which it was verified."""
    home = made.homes[1]
    who = Resident.objects.create(
        household=home,
        village_id=home.village_id,
        name="例小某",
        birth_year=1950,
        relation="父亲",
        synthetic=True,
    )
    record = v.care(home, "serious_illness")
    CareRecord.objects.filter(pk=record.pk).update(
        resident=who,
        source="例民政",
        verified_on=today() - dt.timedelta(days=30),
        period=Range(record.period.lower, today() - dt.timedelta(days=10)),
    )


@owner()
def fill_residents_and_absences(made: v.County) -> None:
    """One who died and one who moved out, an absence that is over and one that goes on."""
    home, last = made.homes[0], today() - dt.timedelta(days=9)
    told = {"household": home, "village_id": home.village_id, "synthetic": True}
    Resident.objects.create(
        **told, name="例大某", died_on=last, phone="00012347", relation="母亲", birth_year=1940
    )
    Resident.objects.create(**told, name="例二某", moved_out_on=last)
    for period, stays in (((v.LONG_AGO, last), "elderly"), ((last, None), "none")):
        Absence.objects.create(
            household=home,
            village_id=home.village_id,
            period=Range(*period),
            where="例市",
            phone="00012348",
            stays=stays,
        )


@pytest.fixture(scope="module")
def build():
    return county_of_all_kinds


def question_for(area, kind: str = "county_officer", at=None) -> AreaQuestion:
    scope = scope_of(v.officer(kind, at or area), on=today())
    return AreaQuestion(scope, area, today(), "例甲", timezone.localtime())


def filed(folder: Path, name: str, form: str, question: AreaQuestion) -> Path:
    path = folder / f"{name}.{form}"
    with path.open("wb") as target:
        FORMATS[form].write(EXTRACTS[name], question, target)
    return path


EVERY = [(name, form) for name in EXTRACTS if name in KINDS for form in formats_of(EXTRACTS[name])]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(("name", "form"), EVERY)
def test_every_file_comes_back_as_no_change(places, tmp_path, name, form, language):
    question = question_for(
        places.county if name in ("areas", "departments") else places.west, "county_officer", places.county
    )
    with translation.override(language):
        path = filed(tmp_path, name, form, question)
        report = take(kind_of(name), read_table(path), on=today(), wishes=Wishes(datum="wgs84"))
    assert (report.problems, report.questions, report.unchanged) == ([], [], EXTRACTS[name].count(question))
    assert report.unchanged > 0
    assert report.says_no_change


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("form", formats_of(EXTRACTS["households"]))
def test_our_own_roster_says_in_which_datum_its_points_are(places, tmp_path, form, language):
    with translation.override(language):
        path = filed(tmp_path, "households", form, question_for(places.west, "county_officer", places.county))
        report = take(kind_of("households"), read_table(path), on=today(), wishes=Wishes())
    assert report.says_no_change and report.datum in ("wgs84", "EPSG:4326")


LISTS = ["households", "special"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("form", ["xlsx", "csv", "geojson", "gpkg"])
@pytest.mark.parametrize("figure", LISTS)
def test_a_list_of_gaps_comes_back_as_no_change(places, tmp_path, figure, form, language):
    told, path = question_for(places.west, "county_officer", places.county), tmp_path / f"list.{form}"
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
    question = question_for(places.west, "county_officer", places.county)
    with translation.override(language):
        path = filed(tmp_path, "contacts", form, question)
        report = take(kind_of("households"), read_table(path), on=today(), wishes=Wishes())
    assert (report.problems, report.questions) == ([], [])
    assert report.says_no_change and report.unchanged > 0


def test_a_countys_roster_has_no_points(places, tmp_path):
    document = json.loads(filed(tmp_path, "households", "geojson", question_for(places.county)).read_text())
    assert len(document["features"]) == len(places.homes)
    assert {feature["geometry"] for feature in document["features"]} == {None}
    assert "lon" not in document["features"][0]["properties"]


def test_without_details_names_are_masked_and_addresses_missing(places):
    question = question_for(places.west, "village_officer")
    masked = replace(
        question,
        scope=Scope(
            (Grant(frozenset({Right.EXPORT, Right.HOUSEHOLDS}), question.area.code, question.scope.villages),)
        ),
    )
    row = next(EXTRACTS["households"].rows(masked))
    fields = [field.name for field in EXTRACTS["households"].fields(masked)]
    shown = dict(zip(fields, row.cells, strict=True))
    assert "*" in shown["head_name"]
    assert (shown["address"], shown["lon"], row.geometry) == ("", "", None)


@pytest.mark.parametrize("name", EXTRACTS)
def test_the_number_of_rows_is_known_before(places, name):
    question = question_for(places.county)
    assert EXTRACTS[name].count(question) == len(list(EXTRACTS[name].rows(question))) > 0


def test_geojson_is_wgs_84_with_counter_clockwise_rings_and_no_crs(places, tmp_path):
    document = json.loads(filed(tmp_path, "areas", "geojson", question_for(places.county)).read_text())
    assert "crs" not in document
    ring = document["features"][0]["geometry"]["coordinates"][0][0]
    assert sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in pairwise(ring)) < 0


def test_a_geopackage_opens_coloured_with_a_layer_for_each_level(places, tmp_path):
    path = filed(tmp_path, "areas", "gpkg", question_for(places.county))
    layers = ["counties", "townships", "villages", "grids"]
    assert [name for name, _type in pyogrio.list_layers(path) if name != "layer_styles"] == layers
    assert pyogrio.read_info(path, layer="grids")["crs"] == "EPSG:4326"
    with closing(sqlite3.connect(path)) as file:
        styles = dict(file.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault"))
    named = {category.get("value") for category in ElementTree.fromstring(styles["grids"]).iter("category")}
    assert named == set(TONES) - {"exempt"}
    outlines = {layer: [*ElementTree.fromstring(styles[layer]).iter("category")] for layer in layers[:3]}
    assert outlines == {"counties": [], "townships": [], "villages": []}


def test_numbers_are_numbers_and_days_are_days_in_every_format(places, tmp_path):
    question = question_for(places.county)
    [_head, *rows] = [row for row in sheet_of(filed(tmp_path, "members", "xlsx", question)) if row[4]]
    assert {type(row[7]) for row in rows} == {int} and {type(row[8]) for row in rows} == {dt.datetime}
    info = pyogrio.read_info(filed(tmp_path, "areas", "gpkg", question), layer="grids")
    kinds = dict(zip(info["fields"].tolist(), info["dtypes"].tolist(), strict=True))
    assert (kinds["households"], kinds["code"]) == ("int64", "object")
    feature = json.loads(filed(tmp_path, "households", "geojson", question).read_text())["features"][0]
    assert feature["properties"]["family_size"] == 4
    assert feature["id"] == f"{feature['properties']['village_code']}-{feature['properties']['household_no']}"


def test_columns_of_a_geopackage_have_the_names_that_offices_use(places, tmp_path):
    path = filed(tmp_path, "households", "gpkg", question_for(places.west, "village_officer"))
    with closing(sqlite3.connect(path)) as file:
        names = dict(file.execute("SELECT column_name, title FROM gpkg_data_columns"))
    assert (names["head_name"], names["family_size"]) == ("户主姓名", "家庭人口总数")


def test_a_visit_of_two_names_both(places, tmp_path):
    question = question_for(places.west, "village_officer")
    fields = [field.name for field in EXTRACTS["visits"].fields(question)]
    went = [
        dict(zip(fields, row.cells, strict=True))["visitors"].split(",")
        for row in EXTRACTS["visits"].rows(question)
    ]
    assert max(map(len, went)) == 2
    assert {type(v.User.objects.get(username=name)) for names in went for name in names} == {v.User}


OPTIONAL = {
    "residents": {"birth_year", "relation", "phone", "died_on", "moved_out_on"},
    "absences": {"until", "where", "phone", "stays"},
    "care": {"resident", "birth_year", "relation", "until", "source", "verified_on"},
    "households": {
        "grid",
        "group",
        "address",
        "building",
        "entrance",
        "door",
        "phone",
        "family_size",
        "lon",
        "lat",
    },
    "links": {"until", "reason"},
    "visits": {"visitors", "visitor_names", "note"},
    "members": {"branch", "person_phone", "capacity"},
    "needs": {
        "household_no",
        "need_title",
        "need_text",
        "source_number",
        "due",
        "need_result",
        "settled_on",
        "need_answer",
    },
}


def test_no_file_of_needs_holds_a_sensitive_one_or_a_point_above_the_village(places):
    near, far = question_for(places.west, "county_officer", places.county), question_for(places.county)
    texts = [row.cells for row in EXTRACTS["needs"].rows(near)]
    assert len(texts) == 2 and "例密事" not in str(texts)
    assert any(row.geometry for row in EXTRACTS["needs"].rows(near))
    assert not any(row.geometry for row in EXTRACTS["needs"].rows(far))


@pytest.mark.parametrize("name", OPTIONAL)
def test_the_round_trip_fills_every_optional_column(places, name):
    """What stands empty in all rows is not tried by the round trip."""
    question = question_for(places.west, "county_officer", places.county)
    fields = [field.name for field in EXTRACTS[name].fields(question)]
    filled = {
        field
        for row in EXTRACTS[name].rows(question)
        for field, cell in zip(fields, row.cells, strict=True)
        if cell
    }
    assert OPTIONAL[name] <= filled


def sheet_of(path: Path) -> list[tuple]:
    rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(min_row=3, values_only=True)
    return [row for row in rows if len(row) > 5]


def test_maps_formats_are_offered_where_there_are_shapes():
    assert formats_of(EXTRACTS["areas"]) == list(FORMATS)


def test_a_roster_takes_one_query_and_those_of_the_selection(places, django_assert_num_queries):
    question = question_for(places.county)
    with django_assert_num_queries(2):
        list(EXTRACTS["households"].rows(question))


def test_a_csv_begins_with_its_headings(places):
    target = io.BytesIO()
    with translation.override("zh-hans"):
        FORMATS["csv"].write(EXTRACTS["households"], question_for(places.west, "village_officer"), target)
    assert target.getvalue().decode("utf-8-sig").startswith("村编码,网格编码,户编号,户主姓名")


def test_notes_and_care_are_for_those_who_look_after_the_household(places):
    question = question_for(places.west, "village_officer")
    rights = frozenset({Right.EXPORT, Right.HOUSEHOLDS, Right.LINK})
    masked = replace(question, scope=Scope((Grant(rights, question.area.code, question.scope.villages),)))
    notes = [row.cells[-1] for row in EXTRACTS["visits"].rows(masked)]
    assert set(notes) == {""}
    assert EXTRACTS["care"].count(masked) == 0


def test_phones_of_members_and_leaders_are_for_those_who_set_contacts_and_fill_posts(places):
    question = question_for(places.west, "village_officer")
    rights = frozenset({Right.EXPORT, Right.HOUSEHOLDS, Right.DETAILS})
    without = replace(question, scope=Scope((Grant(rights, question.area.code, question.scope.villages),)))
    assert EXTRACTS["members"].count(question) > EXTRACTS["members"].count(without) == 0
    assert EXTRACTS["leaders"].count(without) == 0


@pytest.mark.parametrize("name", EXTRACTS)
def test_a_grid_has_its_own_rows_only(places, name):
    question = question_for(places.grids[0], "county_officer", places.county)
    of_village = question_for(places.west, "county_officer", places.county)
    assert EXTRACTS[name].count(question) <= EXTRACTS[name].count(of_village)
    assert EXTRACTS[name].count(question) == len(list(EXTRACTS[name].rows(question)))


@pytest.mark.parametrize("name", EXTRACTS)
def test_no_heading_in_english_is_a_raw_key_and_the_imports_know_each_that_they_take(places, name):
    question = question_for(places.west, "county_officer", places.county)
    with translation.override("en"):
        headings = {field.name: str(field.column().heading) for field in EXTRACTS[name].fields(question)}
    assert [heading for heading in headings.values() if "_" in heading or heading[0].islower()] == []
    assert len(set(headings.values())) == len(headings)
    if name in KINDS:
        taken = known(KINDS[name].fields)
        mine = {field: heading for field, heading in headings.items() if field in KINDS[name].fields}
        assert {field: taken[plain(heading)] for field, heading in mine.items()} == {
            field: field for field in mine
        }
