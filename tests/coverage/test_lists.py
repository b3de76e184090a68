import pytest

from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.coverage.households import everything, matched, page
from geodata.coverage.states import Question, select
from tests import village as v

pytestmark = pytest.mark.usefixtures("defaults")


@pytest.fixture
def places():
    world = v.county()
    for _ in range(7):
        world.homes.append(v.household(world.grids[1], v.middle(1, 0)))
    return world


@pytest.fixture
def question(places):
    scope = scope_of(v.officer("county_officer", places.county), on=today())
    return Question(select(scope=scope, area=places.county, on=today()), on=today())


def test_pages_see_every_household_once(places, question):
    seen = [row.household_id for part in everything(question, "never", chunk=3) for row in part]
    assert sorted(seen) == sorted(home.pk for home in places.homes)


def test_a_household_added_meanwhile_moves_no_page(places, question):
    first = page(question, "never", limit=4)
    v.household(places.grids[0])
    after = (first[-1].village_id, first[-1].household_id)
    rest = page(question, "never", after=after, limit=100)
    assert not {row.household_id for row in first} & {row.household_id for row in rest}


def test_a_list_takes_two_queries(question, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        page(question, "special_overdue", limit=5)
    with django_assert_max_num_queries(2):
        assert matched(question, "not_visited") == 11


def test_an_empty_scope_lists_nothing(places):
    nobody = Question(select(scope=scope_of(v.user(), on=today()), area=None, on=today()), on=today())
    assert page(nobody, "households") == [] and matched(nobody, "households") == 0
