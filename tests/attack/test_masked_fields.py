"""What masking hides cannot be guessed by asking for it: no filter, search or order looks at a hidden field."""

import pytest

from tests.attack.calling import call, leaks
from tests.attack.world import World

pytestmark = pytest.mark.django_db
NAMES = (
    "head",
    "head_name",
    "phones",
    "phone",
    "address",
    "q",
    "search",
    "name",
    "special",
    "point",
    "ordering",
    "order_by",
)


@pytest.mark.parametrize("name", NAMES)
def test_the_api_knows_no_such_filter(world: World, name: str):
    secret = world.homes["grid"].secret[0]
    for value in (secret, "head_name", "-phones"):
        assert call(world.callers["planner"], "GET", f"/api/v1/households/?{name}={value}").status == 400


@pytest.mark.parametrize(
    "order", ["head", "head_name", "-head_name", "phones", "address", "special", "point"]
)
def test_a_page_orders_by_no_hidden_field(world: World, order: str):
    listed = [
        [home.row.token for home in sorted(world.homes.values(), key=lambda home: text.find(home.row.token))]
        for text in (
            call(world.callers["planner"], "GET", path).text
            for path in ("/gaps/?gap=households", f"/gaps/?gap=households&sort={order}")
        )
    ]
    assert listed[0] == listed[1]


@pytest.mark.parametrize(
    "query",
    [
        "area=430382100201&area=430381100201", "area=43", "area=4303", "area=", "area=430382100201%2C430381100201", "area[]=430381100201",
        "AREA=430381100201", "within=43", "scope=430381", "role=county", "all=1",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/households/",
        "/api/v1/coverage/",
        "/api/v1/areas/",
        "/gaps/",
        "/coverage/",
        "/gaps/export.csv",
    ],
)
def test_a_filter_cannot_be_widened(world: World, path: str, query: str):
    for role in ("village", "leader", "contact"):
        caller = world.callers[role]
        answer = call(caller, "GET", f"{path}?{query}")
        if answer.status == 302:
            # A page leads from a chain of areas to the innermost.
            answer = call(caller, "GET", f"{path}?area=430382100201")
            assert path in ("/gaps/", "/coverage/", "/gaps/export.csv") and query.count("area=") == 2
        assert answer.status in (200, 400, 403, 404), role
        assert leaks(world, caller, answer, query) == []


def test_a_token_of_an_ended_post_opens_no_household(world: World):
    for role in ("ended", "deactivated"):
        caller = world.callers[role]
        for path in ("households/", f"households/{world.homes['own'].row.token}/", "coverage/?area=430382"):
            answer = call(caller, "GET", f"/api/v1/{path}", bearer=True)
            assert answer.status == (401 if role == "deactivated" else 403), path
