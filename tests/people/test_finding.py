"""Finding households, and not by what is masked."""

import json
from collections.abc import Iterator

import pytest

from geodata.base.periods import since, today
from geodata.contacts.rights import scope_of
from geodata.people.finding import find_households
from geodata.people.models import Household
from geodata.people.ordering import by_number
from geodata.people.spelling import initials, pattern, spelled
from geodata.posts.models import Post
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.usefixtures("defaults")


@pytest.fixture
def places():
    world = v.county()
    told = {
        "head_name": "单例明",
        "address": "例路七号",
        "phones": ["10000004321", "10000008765"],
        "number": "W017",
    }
    Household.objects.filter(pk=world.homes[0].pk).update(**told)
    return world


def found(text: str, kind: str, place) -> list[int]:
    scope = scope_of(v.officer(kind, place), on=today())
    return list(find_households(text, scope=scope).values_list("pk", flat=True))


OPEN = ["W017", "w017", "017"]
CLOSED = ["单例", "例明", "slm", "dl", "DLM", "七号", "4321", "8765", "0000004321"]


@pytest.mark.parametrize("text", [*OPEN, *CLOSED])
def test_who_sees_details_finds_it_by_each(places, text):
    assert found(text, "village_officer", places.west) == [places.homes[0].pk]


@pytest.mark.parametrize("text", OPEN)
def test_a_planner_finds_it_by_its_number(places, text):
    assert found(text, "planner", places.county) == [places.homes[0].pk]


@pytest.mark.parametrize("text", [*OPEN, *CLOSED])
def test_households_are_looked_through_once_and_in_the_scope_alone(places, text):
    scope = scope_of(v.officer("village_officer", places.west), on=today())
    plan = find_households(text, scope=scope).order_by("village", "pk").explain(format="json")
    (tree,) = json.loads(plan)
    (scan,) = (node for node in nodes(tree["Plan"]) if node.get("Relation Name") == "geodata_household")
    assert f"village_id = {places.west.pk}" in f"{scan.get('Index Cond')} {scan.get('Filter')}"


def nodes(tree: dict) -> Iterator[dict]:
    """Of a plan, from its root on."""
    yield tree
    for part in tree.get("Plans", ()):
        yield from nodes(part)


def test_whoever_sees_details_of_a_part_finds_by_them_there_alone(places):
    who = v.officer("planner", places.county)
    Household.objects.exclude(pk=places.homes[0].pk).update(address="例路七号")
    with owner():
        Post.objects.create(user=who, kind="village_officer", area=places.west, period=since(v.LONG_AGO))
    scope = scope_of(who, on=today())
    assert find_households("W017", scope=scope).count() == 1
    homes = find_households("七号", scope=scope).values_list("village", flat=True)
    assert (set(homes), len(homes)) == ({places.west.pk}, 2)


@pytest.mark.parametrize("text", CLOSED)
def test_what_is_masked_finds_nothing(places, text):
    assert found(text, "planner", places.county) == []


@pytest.mark.parametrize("text", [*OPEN, *CLOSED])
def test_a_neighbour_finds_nothing(places, text):
    assert found(text, "village_officer", places.east) == []


@pytest.mark.parametrize("text", ["", "  ", "321", "x", "(", "\\", "%", "z1", "ii", "11111111111111111111"])
def test_too_little_or_nonsense_finds_nothing(places, text):
    assert found(text, "county_officer", places.county) == []


def test_by_the_code_of_a_grid_all_of_it_is_found(places):
    assert found("430382100201002", "county_officer", places.county) == [places.homes[1].pk]


def test_a_character_with_two_readings_is_found_by_both():
    assert {"slm", "dlm"} <= set(initials("单例明"))
    assert spelled("张例明") == ["zhangliming"]
    assert pattern("iu") == ""


def test_a_grid_named_after_its_village_names_it_once(places):
    home = places.homes[0]
    assert home.place == "例西村 第一网格"
    home.grid.name = "例西村第一网格"
    assert home.place == "例西村第一网格"
    home.grid = None
    assert home.place == "例西村"


RARE = {"𬭎例": ["hl", "HL", "hongli"], "㛃例明": ["jlm", "jieli"], "䶮例": ["yl", "yanli"], "〇例": ["ll"]}
SURNAMES = {
    "单例明": ["slm", "dlm", "shanliming", "danli"],
    "解例": ["xl", "jl", "xieli", "jieli"],
    "万俟例": ["mql", "wql", "moqili"],
    "澹台例": ["ttl", "dtl", "tantaili"],
}


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, all_ in {**RARE, **SURNAMES}.items() for text in all_]
)
def test_rare_signs_and_surnames_are_found_on_server_and_phone(places, name, text):
    Household.objects.filter(pk=places.homes[0].pk).update(head_name=name)
    assert found(text, "village_officer", places.west) == [places.homes[0].pk]
    assert any(one.startswith(text.lower()) for one in [*initials(name), *spelled(name)])


@pytest.mark.parametrize(
    "text",
    [
        "w０17",
        "Ｗ０１７",
        "W\u200b017",
        "单 例",
        "单\u3000例明",
        "\ufeff单例",
        "1000 000 4321",
        "+86 100-0000-4321",
        "100-0000-4321",
    ],
)
def test_it_is_found_however_it_is_typed(places, text):
    assert found(text, "village_officer", places.west) == [places.homes[0].pk]


@pytest.mark.parametrize("text", ["block b", "BLOCK", "é", "É路", "lot_7"])
def test_letters_are_found_in_either_case(places, text):
    Household.objects.filter(pk=places.homes[0].pk).update(address="例É路 Block B Lot_7")
    assert found(text, "village_officer", places.west) == [places.homes[0].pk]


def test_a_phone_with_dashes_is_found_without_them(places):
    Household.objects.filter(pk=places.homes[0].pk).update(phones=["0731-87654321"])
    assert found("073187654321", "village_officer", places.west) == [places.homes[0].pk]
    assert found("0731 8765 4321", "village_officer", places.west) == [places.homes[0].pk]


def test_numbers_sort_as_numbers(places):
    for number, home in zip(("10", "2", "1-10", "1-2", "A9", "a10"), places.homes, strict=False):
        Household.objects.filter(pk=home.pk).update(number=number)
    numbers = Household.objects.filter(pk__in=[home.pk for home in places.homes[:6]]).order_by(by_number())
    assert [one.number for one in numbers if one.number in ("10", "2", "1-10", "1-2")] == [
        "1-2",
        "1-10",
        "2",
        "10",
    ]
