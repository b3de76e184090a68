"""The abstract tests of OGC API Features 1 to 3, written out as ours, for every kind of post on one small county.

Their names in the standards stand beside each: /conf/core/… of Part 1 (17-069r4), /conf/crs/… of Part 2 (18-058r1),
/conf/queryables/… and /conf/filter/… of Part 3 (19-079r2), and those of CQL2 (21-065r2).
"""

import csv
import json
from urllib.parse import quote, urlencode

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

from api.ogc import sheets
from api.ogc.collections import COLLECTIONS
from api.ogc.systems import CRS84, EPSG, SYSTEMS
from geodata.audit.models import AccessEntry
from geodata.base.periods import today
from tests.roles import owner

POSTS = ("county", "insider", "planner", "contact")
ALL = tuple(COLLECTIONS)


@pytest.fixture
def ask(request):
    """`ask(who, path, **parameters)`: the answer, whatever its status."""

    def asked(who: str, path: str = "", **parameters: str):
        names = {name.replace("_", "-"): value for name, value in parameters.items()}
        query = f"?{urlencode(names)}" if names else ""
        return request.getfixturevalue(who).get(f"/ogc/{path}{query}")

    return asked


@pytest.fixture
def items(ask):
    """`items(who, collection, **parameters)`: its features."""

    def found(who: str, collection: str, **parameters: str):
        answer = ask(who, f"collections/{collection}/items", **parameters)
        assert answer.status_code == 200, answer.content
        return answer.json()["features"]

    return found


def names_of(features) -> list[str]:
    return [feature["id"] for feature in features]


def offered(ask, who: str) -> list[str]:
    return [one["id"] for one in ask(who, "collections").json()["collections"]]


# ── Part 1, core ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", POSTS)
def test_the_way_in_leads_everywhere(ask, who):
    """/conf/core/root-op, root-success, api-definition-op, conformance-op."""
    links = {link["rel"]: link["href"] for link in ask(who).json()["links"]}
    assert {"self", "service-desc", "conformance", "data"} <= set(links)
    for rel, address in links.items():
        assert ask(who, address.split("/ogc/")[1]).status_code == 200, rel


def test_the_classes_that_are_kept_are_named(ask):
    """/conf/core/conformance-success."""
    kept = ask("county", "conformance").json()["conformsTo"]
    for name in (
        "1/1.0/conf/core",
        "1/1.0/conf/geojson",
        "1/1.0/conf/oas30",
        "2/1.0/conf/crs",
        "3/1.0/conf/filter",
    ):
        assert f"http://www.opengis.net/spec/ogcapi-features-{name}" in kept
    assert "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2" in kept


@pytest.mark.parametrize("who", POSTS)
def test_the_description_is_valid_openapi(ask, who):
    """/conf/oas30/oas-definition-1, oas-definition-2."""
    answer = ask(who, "api")
    assert answer["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    told = answer.json()
    assert [error.message for error in OpenAPIV30SpecValidator(told).iter_errors()] == []
    assert {f"/collections/{name}/items" for name in offered(ask, who)} <= set(told["paths"])


@pytest.mark.parametrize("who", POSTS)
def test_each_collection_is_described_alike(ask, who):
    """/conf/core/fc-md-success, fc-md-links, fc-md-items-links, fc-md-extent, sfc-md-op, sfc-md-success."""
    for told in ask(who, "collections").json()["collections"]:
        assert ask(who, f"collections/{told['id']}").json() == told
        rels = {link["rel"].rsplit("/", 1)[-1] for link in told["links"]}
        assert {"self", "items", "queryables", "schema"} <= rels
        assert len(told["extent"]["spatial"]["bbox"][0]) == 4


def test_each_post_is_offered_what_it_may_ask(ask, by_post):
    assert offered(ask, "county") == list(ALL)
    assert "needs_by_grid" not in offered(ask, "planner")
    auditor = by_post("auditor").get("/ogc/collections").json()["collections"]
    assert [one["id"] for one in auditor] == ["areas", "grids"]


@pytest.mark.parametrize("who", POSTS)
def test_every_collection_has_items_with_a_code(ask, items, who):
    """/conf/core/fc-op, fc-response, geojson-content; `code` in each."""
    for name in offered(ask, who):
        answer = ask(who, f"collections/{name}/items")
        assert answer["Content-Type"] == "application/geo+json"
        assert answer["Content-Crs"] == f"<{CRS84.uri}>"
        told = answer.json()
        assert told["type"] == "FeatureCollection"
        assert told["numberReturned"] == told["numberMatched"] == len(told["features"])
        for feature in told["features"]:
            assert feature["type"] == "Feature"
            assert list(feature["properties"]) == list(COLLECTIONS[name].properties)
            assert "code" in feature["properties"]


def test_properties_are_as_their_schema_says(ask, items):
    """/conf/schemas of Part 5: every feature by the schema of its collection."""
    for name in ALL:
        schema = ask("county", f"collections/{name}/schema").json()
        for of in schema["properties"].values():
            if "type" in of:
                of["type"] = [of["type"], "null"]
        for feature in items("county", name):
            jsonschema.validate(feature["properties"], schema)


def test_pages_follow_each_other_to_the_end(ask, items):
    """/conf/core/fc-limit-response-1, fc-links, fc-numberMatched, fc-numberReturned."""
    for name in ALL:
        whole, seen = names_of(items("county", name)), []
        address = f"/ogc/collections/{name}/items?limit=2"
        while address:
            answer = ask("county", address.split("/ogc/")[1])
            told = answer.json()
            assert told["numberReturned"] == len(told["features"]) <= 2
            assert told["numberMatched"] == len(whole)
            seen += names_of(told["features"])
            following = [link["href"] for link in told["links"] if link["rel"] == "next"]
            assert ("Link" in answer) == bool(following)
            address = following[0] if following else None
        assert seen == whole, name


def test_a_limit_beyond_the_most_is_the_most_and_a_wrong_one_is_refused(ask):
    """/conf/core/fc-limit-definition, query-param-invalid."""
    assert ask("county", "collections/areas/items", limit="999999").status_code == 200
    for wrong in ("0", "-1", "x", "1.5", ""):
        assert ask("county", "collections/areas/items", limit=wrong).status_code == 400


def test_what_is_not_known_is_refused(ask):
    """/conf/core/query-param-unknown; 404 for what is not there."""
    assert ask("county", "collections/areas/items", nothing="1").status_code == 400
    assert ask("county", "conformance", nothing="1").status_code == 400
    for path in ("collections/nothing", "collections/nothing/items", "collections/areas/items/99", "nothing"):
        answer = ask("county", path)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json"), path


@pytest.mark.parametrize("name", ALL)
def test_a_box_finds_what_it_meets(items, name):
    """/conf/core/fc-bbox-definition, fc-bbox-response."""
    inside = items("county", name, bbox="112.501,27.901,112.509,27.909")
    assert items("county", name, bbox="10,10,11,11") == []
    whole = items("county", name)
    assert len(inside) < len(whole)
    if name != "needs_by_grid":
        assert inside
    assert set(names_of(inside)) <= set(names_of(whole))


def test_a_day_and_an_interval_are_answered_as_of_their_last_day(items, ask):
    """/conf/core/fc-time-definition, fc-time-response."""
    day = today().isoformat()
    for asked in (day, f"{day}T12:00:00Z", f"../{day}", f"{day}/..", f"2021-01-01/{day}"):
        assert {one["properties"]["day"] for one in items("county", "coverage_grids", datetime=asked)} == {
            day
        }
    then = items("county", "coverage_villages", datetime="2021-02-03")
    assert {one["properties"]["day"] for one in then} == {"2021-02-03"}
    assert items("county", "grids", datetime="../2019-01-01") == []
    assert items("county", "coverage_grids", datetime="2099-01-01/..") == []
    for wrong in ("x", "2021-13-01", "2021-02-03/2021-02-01", "tomorrow"):
        assert ask("county", "collections/areas/items", datetime=wrong).status_code == 400


def test_without_details_a_past_day_is_the_end_of_a_month(ask, items):
    assert ask("planner", "collections/coverage_grids/items", datetime="2021-02-03").status_code == 403
    ends = {
        one["properties"]["day"] for one in items("planner", "coverage_villages", datetime=f"../{today()}")
    }
    assert ends == {today().isoformat()}


@pytest.mark.parametrize("name", ALL)
def test_one_feature_is_the_one_of_the_list(ask, items, name):
    """/conf/core/f-op, f-success, f-links."""
    listed = items("county", name)[0]
    address = f"collections/{name}/items/{quote(listed['id'])}"
    told = ask("county", address).json()
    assert {link["rel"] for link in told.pop("links")} >= {"self", "collection"}
    if name == "households":
        # Its own page has its own point.
        told["geometry"] = listed["geometry"]
        told["properties"]["point"] = listed["properties"]["point"]
    assert told == listed


def test_opening_a_household_is_on_record_as_on_its_page(places, ask, items):
    home = places.homes[0]  # of special care
    items("planner", "households")
    with owner():
        before = AccessEntry.objects.filter(subject=home.token).count()
    assert ask("planner", f"collections/households/items/{home.token}").json()["properties"]["masked"]
    with owner():
        assert AccessEntry.objects.filter(subject=home.token).count() == before + 1


def test_without_signing_in_it_is_401_and_it_only_reads(nobody, county):
    for path in ("", "api", "collections", "conformance", "collections/areas/items"):
        answer = nobody.get(f"/ogc/{path}")
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="gridmap"')
    for method in ("post", "put", "patch", "delete"):
        assert county.send(method, "/ogc/collections/areas/items", "{}").status_code == 405


# ── Part 2, coordinate systems ────────────────────────────────────────────────────────────────────


def first_place(feature) -> tuple[float, float]:
    shape = feature["geometry"]["coordinates"]
    while isinstance(shape[0], list):
        shape = shape[0]
    return tuple(shape)


@pytest.mark.parametrize("name", ["grids", "coverage_villages", "households"])
def test_places_are_told_in_each_system_in_its_order(ask, name):
    """/conf/crs/crs-uri, fc-crs-default-value, ogc-crs-header, geojson axis order."""
    found = {}
    for uri in SYSTEMS:
        answer = ask("insider", f"collections/{name}/items", crs=uri, limit="1")
        assert answer["Content-Crs"] == f"<{uri}>"
        found[uri] = first_place(answer.json()["features"][0])
    east, north = found[CRS84.uri]
    assert 112 < east < 113 and 27 < north < 28
    for code in ("4326", "4490"):
        assert found[f"{EPSG}{code}"] == pytest.approx((north, east), abs=2e-6)
    assert found[f"{EPSG}3857"] == pytest.approx((12524150, 3240000), rel=0.01)
    assert ask("insider", f"collections/{name}/items", crs=f"{EPSG}32649").status_code == 400


def test_a_box_is_read_in_the_order_of_its_system(items, ask):
    """/conf/crs/bbox-crs-parameter, fc-bbox-crs-valid-value."""
    wanted = names_of(items("county", "grids", bbox="112.501,27.901,112.509,27.909"))
    flipped = {"bbox": "27.901,112.501,27.909,112.509", "bbox_crs": f"{EPSG}4326"}
    assert names_of(items("county", "grids", **flipped)) == wanted == ["430382100201001"]
    metres = {"bbox": "12523554,3235750,12524400,3236700", "bbox_crs": f"{EPSG}3857"}
    assert names_of(items("county", "grids", **metres)) == wanted
    for wrong in ("1,2,3", "a,b,c,d", "112.6,27.9,112.5,28", "-200,0,10,10"):
        assert ask("county", "collections/grids/items", bbox=wrong).status_code == 400, wrong


# ── Part 3, queryables and filters ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ALL)
def test_what_may_be_asked_about_is_told_and_can_be_asked(ask, items, name):
    """/conf/queryables/get-op, response; /conf/queryables-query-parameters/parameters."""
    answer = ask("county", f"collections/{name}/queryables")
    assert answer["Content-Type"] == "application/schema+json"
    told = answer.json()
    assert (told["type"], told["additionalProperties"]) == ("object", False)
    assert told["$id"].endswith(f"/ogc/collections/{name}/queryables")
    every = " AND ".join(
        f'("{named}" IS NULL OR "{named}" IS NOT NULL)' for named in list(told["properties"])[-25:]
    )
    assert len(items("county", name, filter=every)) >= 1
    code = items("county", name)[0]["properties"]["code"]
    assert {one["properties"]["code"] for one in items("county", name, code=code)} == {code}


FILTERS = {
    "code = '430382100201001'": 1,
    "code <> '430382100201001'": 3,
    "code > '430382100201001' AND code <= '430382100202001'": 2,
    "code LIKE '430382100%'": 3,
    "code NOT LIKE '430382100%'": 1,
    "name LIKE '_一网格'": 3,
    "casei(level) = casei('GRID')": 4,
    "casei(level) LIKE casei('GR%')": 4,
    "code IN ('430382100201001', '430382101201001')": 2,
    "code NOT IN ('430382100201001')": 3,
    "kind IS NULL": 0,
    "name IS NOT NULL": 4,
    "day BETWEEN DATE('2020-01-01') AND DATE('2099-01-01')": 4,
    "T_AFTER(day, DATE('2020-01-01'))": 4,
    "T_BEFORE(day, TIMESTAMP('2020-01-01T00:00:00Z'))": 0,
    "T_DURING(day, INTERVAL('2020-01-01', '..'))": 4,
    "S_INTERSECTS(geometry, POINT(112.505 27.905))": 1,
    "S_WITHIN(geometry, BBOX(112.499, 27.899, 112.5201, 27.9101))": 2,
    "S_DISJOINT(geometry, POLYGON((112.5 27.9, 112.501 27.9, 112.501 27.901, 112.5 27.9)))": 3,
    "NOT (code = '430382100201001' OR code = '430382100201002')": 2,
    "code = '430382100201001' OR name = '第一网格' AND code = '430382101201001'": 2,
    "parent = code": 0,
    "name = 'it''s'": 0,
}


@pytest.mark.parametrize(("asked", "count"), FILTERS.items())
def test_filters_as_text(items, asked, count):
    """/conf/filter/filter-param, /conf/cql2-text, basic-cql2, advanced-comparison-operators, spatial-functions."""
    assert len(items("county", "grids", filter=asked)) == count


def of(operation: str, *arguments):
    return {"op": operation, "args": list(arguments)}


CODE = {"property": "code"}
BOX = {"bbox": [112.499, 27.899, 112.5201, 27.9101]}


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        (of("=", CODE, "430382100201001"), 1),
        (of("like", CODE, "430382100%"), 3),
        (of("in", CODE, ["430382100201001", "430382101201001"]), 2),
        (of("not", of("isNull", CODE)), 4),
        (of("and", of(">", CODE, "4"), of("<", CODE, "5"), of("=", {"property": "level"}, "grid")), 4),
        (of("between", {"property": "day"}, {"date": "2020-01-01"}, {"date": "2099-01-01"}), 4),
        (of("s_within", {"property": "geometry"}, BOX), 2),
        (of("t_after", {"property": "day"}, {"timestamp": "2020-01-01T00:00:00Z"}), 4),
        (of("=", of("casei", {"property": "level"}), of("casei", "GRID")), 4),
    ],
)
def test_filters_as_json(items, asked, count):
    """/conf/cql2-json."""
    assert len(items("county", "grids", filter=json.dumps(asked), filter_lang="cql2-json")) == count


def test_a_shape_of_a_filter_is_in_the_system_that_is_named(items):
    """/conf/filter/filter-crs-param."""
    asked = {"filter": "S_INTERSECTS(geometry, POINT(27.905 112.505))", "filter_crs": f"{EPSG}4326"}
    assert names_of(items("county", "grids", **asked)) == ["430382100201001"]


WRONG = [
    "nothing = 1",
    "code = ",
    "code = 5",
    "households LIKE 'x'",
    "code LIKE 'x\\'",
    "S_INTERSECTS(code, POINT(1 1))",
    "S_INTERSECTS(geometry, POINT(1000 1))",
    "S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 1 0, 0 1, 0 0)))",
    "S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(1 1)))",
    "households > 1e999",
    "geometry = geometry",
    "households BETWEEN 'a' AND 'b'",
    "pg_sleep(1) = 1",
    "code = '1'; SELECT 1",
    "A_CONTAINS(code, code)",
    "day = DATE('tomorrow')",
    " AND ".join(["households > 1"] * 51),
    "(" * 40 + "households > 1" + ")" * 40 + " AND " + "NOT (" * 20 + "households > 1" + ")" * 20,
    "code IN (" + ", ".join(["'1'"] * 101) + ")",
    "code = '" + "x" * 9_000 + "'",
    "(" * 5_000,
]


@pytest.mark.parametrize("asked", WRONG, ids=range(len(WRONG)))
def test_a_filter_that_cannot_be_answered_is_refused_in_words(ask, asked):
    """/conf/filter/filter-param-invalid; unknown properties, and what is too deep or too much."""
    answer = ask("county", "collections/coverage_grids/items", filter=asked)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "filter"


@pytest.mark.parametrize(
    "asked",
    ["", "{", "[]", "null", "5", '{"op":"and","args":[]}', '{"op":"="}', '{"op":"=","args":[{"property":5},1]}',
     '{"op":"in","args":[{"property":"code"},5]}', '{"op":"between","args":[{"property":"households"},{"a":1},[]]}',
     '{"op":"s_within","args":[{"property":"geometry"},{"type":"Polygon","coordinates":"x"}]}',
     '{"op":"s_within","args":[{"property":"geometry"},{"bbox":[1,2]}]}', "[" * 3_000,
     '{"op":"casei","args":[{"property":"code"}]}', '{"op":"+","args":[1,2]}', '{"property":"linked"}',
     '{"op":"t_during","args":[{"property":"day"},{"interval":["in two weeks",".."]}]}'],
)  # fmt: skip
def test_json_that_is_no_filter_is_refused_in_words(ask, asked):
    answer = ask("county", "collections/coverage_grids/items", filter=asked, filter_lang="cql2-json")
    assert answer.status_code == 400, asked


def test_many_conditions_side_by_side_are_not_deep(items):
    assert len(items("county", "grids", filter=" AND ".join(["code > '4'"] * 50))) == 4
    deep = "NOT (" * 15 + "code > '4'" + ")" * 15
    assert len(items("county", "grids", filter=deep)) == 0


# ── What is told, and what a filter can ask ───────────────────────────────────────────────────────


def told_by_the_api(caller, by: str, area: str) -> dict[str, dict[str, object]]:
    rows = caller.get(f"coverage/?area={area}&by={by}").json()["results"]
    return {row["code"] or f"{row['parent']}~": row for row in rows}


@pytest.mark.parametrize("who", ["county", "insider", "planner"])
@pytest.mark.parametrize("by", ["township", "village", "grid"])
def test_counts_are_those_of_the_api(request, items, who, by):
    caller = request.getfixturevalue(who)
    area = "430382100201" if who == "insider" else "430382"
    if who == "insider" and by == "township":
        assert items(who, "coverage_townships") == []
        return
    expected = told_by_the_api(caller, by, area)
    many = {"township": "townships", "village": "villages", "grid": "grids"}[by]
    for feature in items(who, f"coverage_{many}"):
        row = expected.pop(feature["id"])
        hidden, properties = row.pop("hidden"), feature["properties"]
        assert {name: properties[name] for name in row} == row
        assert properties["hidden"] == (" ".join(f"{n}:{s}" for n, s in sorted(hidden.items())) or None)
    assert expected == {}


@pytest.mark.parametrize("who", ["county", "planner", "contact"])
def test_households_are_those_of_the_api(request, items, who):
    listed = request.getfixturevalue(who).get("households/").json()["features"]
    told = {feature["id"]: feature for feature in items(who, "households")}
    assert list(told) == [feature["id"] for feature in listed]
    for feature in listed:
        same = told[feature["id"]]
        assert {name: same["properties"][name] for name in feature["properties"]} == feature["properties"]
        assert (same["geometry"] or {}).get("coordinates") == (feature["geometry"] or {}).get("coordinates")


def test_within_one_village_own_points_are_told(items):
    far = items("county", "households", filter="point = 'own'")
    assert far == []
    near = items("county", "households", filter="point = 'own'", area="430382100201")
    assert {one["properties"]["village"] for one in near} == {"430382100201"}


def test_gaps_are_counted_as_the_api_counts_them(county, items):
    expected = told_by_the_api(county, "grid", "430382")
    for feature in items("county", "gaps", filter="level = 'grid' AND gap = 'no_contact'"):
        place = feature["id"].split(".")[0]
        assert feature["properties"]["count"] == expected.pop(place)["unlinked"]
    assert [row["unlinked"] for row in expected.values()] == [0] * len(expected)


def hidden_of(features) -> list[tuple[str, str]]:
    """(id, count) of each that is not told."""
    return [
        (one["id"], sign.split(":")[0])
        for one in features
        for sign in (one["properties"]["hidden"] or "").split()
    ]


@pytest.mark.parametrize("name", ["coverage_grids", "coverage_villages"])
def test_no_filter_tells_a_hidden_count(items, name):
    """Whatever is asked about a count that is not told, its area is in no answer."""
    everything = items("planner", name)
    hidden = hidden_of(everything)
    assert hidden
    for count in sorted({count for _id, count in hidden}):
        areas = {place for place, of in hidden if of == count}
        asked = f"{count} >= 0 OR NOT ({count} = 0) OR {count} IN (0, 1, 2, 3, 4) OR {count} = {count}"
        assert not areas & set(names_of(items("planner", name, filter=asked, limit="99"))), asked


def test_no_filter_tells_what_is_masked(items):
    """A planner lists households, and what only details tell is asked of in vain."""
    for asked in (
        "special = TRUE", "special = FALSE", "status = 'ok'", "NOT (status = 'ok')", "last_met > DATE('2020-01-01')",
        "\"interval\" > 0", "address LIKE '%'", "occupancy LIKE '%'",
    ):  # fmt: skip
        assert items("planner", "households", filter=asked) == [], asked
    assert len(items("planner", "households", filter="head LIKE '例**'")) == len(
        items("planner", "households")
    )
    assert items("planner", "households", filter="head LIKE '例0%'") == []


# ── As CSV ────────────────────────────────────────────────────────────────────────────────────────


def lines_of(answer) -> list[dict[str, str]]:
    """Without the line that says who took it."""
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return [line for line in csv.DictReader(text.splitlines()) if None not in line.values()]


@pytest.mark.parametrize("name", ["grids", "coverage_grids", "households"])
def test_a_file_has_every_line_of_the_list(ask, items, monkeypatch, name):
    monkeypatch.setattr(sheets, "PIECE", 2)
    answer = ask("insider", f"collections/{name}/items", f="csv")
    assert answer["Content-Type"].startswith("text/csv")
    features, lines = items("insider", name), lines_of(answer)
    assert [line["code"] for line in lines] == [one["properties"]["code"] or "" for one in features]
    assert list(lines[0]) == list(COLLECTIONS[name].properties)
    if name == "households":
        assert [line["head"] for line in lines] == [one["properties"]["head"] for one in features]


def test_a_file_is_filtered_and_on_record_without_what_was_asked(insider, ask):
    told = lines_of(ask("insider", "collections/grids/items", f="csv", filter="code LIKE '%001'"))
    assert [line["code"] for line in told] == ["430382100201001"]
    entry = AccessEntry.objects.filter(action="export").latest("at")
    assert entry.details == {"list": "grids", "format": "csv", "filtered": True, "by": "api"}


def test_a_file_needs_the_right_to_take_lists_away_and_is_whole(ask):
    assert ask("planner", "collections/coverage_grids/items", f="csv").status_code == 403
    assert ask("insider", "collections/grids/items", f="csv", limit="1").status_code == 400
