"""304 is said to whoever holds that very answer, and never when anything of it has changed: not to another, not on another day."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from geodata.accounts.models import ApiToken, User
from geodata.base.periods import today
from geodata.contacts.models import Branch, Member
from geodata.coverage.figures import LISTS
from geodata.people.models import CareCategory
from geodata.posts.models import Post
from geodata.territory.models import Area
from tests import village as v
from tests.api.conftest import caller
from tests.roles import owner
from tests.wire import waits

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
COUNTY, WEST, EAST = "430382", "430382100201", "430382100202"
OF_HOUSEHOLDS = (f"households/?area={COUNTY}", f"visits/?area={COUNTY}")
WATCHED = (f"coverage/?area={COUNTY}&by=grid", f"coverage/?area={COUNTY}&format=geojson", *OF_HOUSEHOLDS)
BORDERS = ("areas/?level=grid", f"areas/{WEST}/")


@pytest.fixture
def places(defaults):
    return v.lived_in_county()


@owner()
def token_of(user: User) -> dict[str, str]:
    return {"Authorization": f"Bearer {ApiToken.issue(user=user, at=timezone.now())}"}


class Program:
    """It comes with a token, keeps what it is given, and asks whether that is still the same."""

    def __init__(self, user: User) -> None:
        self.user, self.ask, self.headers, self.held = user, caller(None), token_of(user), {}

    def get(self, path: str, **more: str) -> int:
        held = {"If-None-Match": self.held[path]} if path in self.held else {}
        answer = self.ask.get(path, **self.headers, **held, **more)
        if answer.status_code == 200:
            self.held[path] = answer["ETag"]
        return answer.status_code


@pytest.fixture
def office(places) -> Program:
    return Program(v.officer("county_officer", places.county))


@pytest.mark.parametrize("path", [*WATCHED, *BORDERS])
def test_the_same_is_not_sent_again(office, path):
    assert [office.get(path) for _ in range(3)] == [200, 304, 304]


def test_nothing_is_worked_out_for_it(office):
    for path in WATCHED:
        office.get(path)
        with waits() as asked:
            assert office.get(path) == 304
        with waits() as me:
            office.ask.get("me/", **office.headers)
        assert asked.number <= me.number


def test_details_still_lie_in_no_cache(office):
    for path in WATCHED:
        for held in ({}, {"If-None-Match": office.held.get(path, "")}):
            answer = office.ask.get(path, **office.headers, **held)
            assert answer["Cache-Control"] == "no-store"
            office.held[path] = answer["ETag"]


def test_a_browser_gets_no_tag_of_what_it_may_not_keep(places):
    """By its session: what says `no-store` is never asked for again in that way."""
    clerk = caller(v.officer("county_officer", places.county))
    assert [clerk.get(path).has_header("ETag") for path in (*WATCHED, *BORDERS)] == [False] * 4 + [True] * 2


def test_another_user_with_the_same_post_has_another_tag(places, office):
    other = Program(v.officer("county_officer", places.county))
    for path in (*WATCHED, *BORDERS):
        assert office.get(path) == 200
        other.held[path] = office.held[path]
        assert other.get(path) == 200


def test_a_right_that_is_taken_away_opens_nothing(places):
    user = v.officer("township_officer", places.town)
    clerk, paths = Program(user), [path.replace(COUNTY, "430382100") for path in WATCHED]
    assert {clerk.get(path) for path in paths} == {200}
    with owner():
        Post.objects.filter(user=user).update(period=(v.LONG_AGO, today()))
    assert {clerk.get(path) for path in paths} <= {403, 404}


def test_fewer_rights_are_another_answer(places):
    """The list is the same place, and its details are gone."""
    user = v.officer("county_officer", places.county)
    clerk = Program(user)
    assert [clerk.get(OF_HOUSEHOLDS[0]) for _ in range(2)] == [200, 304]
    with owner():
        Post.objects.filter(user=user).update(kind="planner")
    assert clerk.get(OF_HOUSEHOLDS[0]) == 200


def test_another_day_is_another_answer(office, it_is):
    for path in WATCHED:
        assert office.get(path) == 200
    it_is(today() + dt.timedelta(days=1))
    for path in WATCHED:
        assert office.get(path) == 200


def test_another_form_language_or_question_is_another_answer(office):
    path = WATCHED[0]
    assert office.get(path) == 200
    tag = {"If-None-Match": office.held[path]}
    for other, more in (
        (path, {"Accept": "application/geo+json"}),
        (path, {"Accept-Language": "zh-hans"}),
        (f"{path}&window=30", {}),
    ):
        assert office.ask.get(other, **office.headers, **tag, **more).status_code == 200


def test_a_tag_that_is_none_of_ours_is_no_reason(office):
    for wrong in ('"x"', "*", "", 'W/"0"'):
        assert office.ask.get(WATCHED[0], **office.headers, **{"If-None-Match": wrong}).status_code == 200


CHANGES = {
    "a visit": lambda p: v.visit(p.homes[3], today(), by=v.user()),
    "a visit that is void": lambda p: v.void(p.homes[3].visits.get()),
    "a care record": lambda p: v.care(p.homes[1]),
    "a contact": lambda p: v.link(v.member(p.east), p.homes[2]),
    "a household that is added": lambda p: v.household(p.grids[3]),
    "a name of a household": lambda p: (
        type(p.homes[0]).objects.filter(pk=p.homes[0].pk).update(head_name="例新名")
    ),
    "a name of an account": lambda p: User.objects.filter(pk=Member.objects.first().user_id).update(
        name="例新名"
    ),
    "a post": lambda p: v.officer("small_leader", p.grids[0]),
    "a branch": lambda p: Branch.objects.create(name="例支部", kind="grid"),
    "a category": lambda p: CareCategory.objects.filter(code="low_income").update(special=False),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_anywhere_below_is_told(places, office, change):
    for path in WATCHED:
        assert office.get(path) == 200
    with owner():
        change(places)
    for path in WATCHED:
        assert office.get(path) == 200


def test_a_change_elsewhere_is_none_here(places, office):
    paths = [path.replace(COUNTY, WEST) for path in WATCHED]
    assert {office.get(path) for path in paths} == {200}
    with owner():
        v.visit(places.homes[3], today(), by=v.user())
    assert {office.get(path) for path in paths} == {304}
    with owner():
        v.visit(places.homes[0], today(), by=v.user())
    assert {office.get(path) for path in paths} == {200}


@pytest.mark.parametrize("path", BORDERS)
def test_borders_are_the_same_whatever_happens_to_households(places, office, path):
    office.get(path)
    with owner():
        v.visit(places.homes[0], today(), by=v.user())
    assert office.get(path) == 304
    with owner():
        Area.objects.filter(code=WEST).update(name="例新名")
    assert office.get(path) == 200


@pytest.mark.parametrize(("kind", "place"), [("small_leader", "grid"), ("planner", "county")])
def test_what_somebody_may_not_see_moves_no_tag_of_theirs(places, kind, place):
    """A version of the village would tell a grid's leader of the next grid, and a planner of whoever falls ill."""
    area = places.grids[1] if place == "grid" else places.county
    reader = Program(v.officer(kind, area))
    path = f"households/?area={area.code}"
    assert [reader.get(path), reader.get(path)] == [200, 304]
    with owner():
        v.care(places.homes[0], "severe_disability")
        v.visit(places.homes[0], today(), by=v.user())
    assert reader.get(path) == 304


def test_gathered_marks_say_the_same(places, office):
    for path in WATCHED:
        office.get(path)
    with connection.cursor() as cursor:
        cursor.execute("SELECT gather_marks()")
        cursor.execute("SELECT gather_marks()")
    assert {office.get(path) for path in WATCHED} == {304}


WITHOUT_MARKS = {
    "geodata_householdfacts": "derived from what has marks; a new day is another answer",
    "geodata_tally": "counted of what has marks, and read only where nothing has changed since",
    "geodata_matchmark": "says what is to be matched again",
    "geodata_tallymark": "says of which places that does not hold",
    "geodata_keptcounts": "counted of what has marks, and read only where nothing reaches back",
    "geodata_comparedday": "says what a night has found, and stands in no answer with a version",
    "geodata_pastchange": "says where something does",
    "geodata_carerecordevent": "comes with a change of its record",
    "geodata_visitor": "comes with its visit, and is never changed",
    "geodata_orderstep": "comes with its order",
    "geodata_entitlementstep": "comes with its entitlement",
    "geodata_cardline": "comes with its card",
    "geodata_campaignresult": "comes with a change of its target",
    "geodata_projectstep": "comes with its project",
    "geodata_user": "its name has a mark",
    "geodata_apitoken": "opens the request",
}
"""Tables that answers are made of and whose changes leave no mark."""


def test_every_table_of_an_answer_leaves_marks(office):
    """Also of the functions that it asks, and of every list: whoever declares a figure says here what it is made of."""
    with owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, prosrc FROM pg_proc WHERE proname IN ('household_states', 'counted_modes', 'has_left')"
        )
        functions = dict(cursor.fetchall())
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname ~ '^marks_follow' AND tgenabled <> 'D'"
        )
        marked = {table for (table,) in cursor.fetchall()}
    office.ask.get("me/", **office.headers)
    with CaptureQueriesContext(connection) as frame:
        office.ask.get("me/", **office.headers)
    with CaptureQueriesContext(connection) as asked:
        for path in (
            *WATCHED,
            f"coverage/?area={COUNTY}&on=2026-01-31",
            f"{OF_HOUSEHOLDS[0]}&on=2026-01-31",
            *BORDERS,
        ):
            office.ask.get(path, **office.headers)
    ours = {each["sql"] for each in frame}
    texts = [each["sql"] for each in asked if each["sql"] not in ours and "arrive(" not in each["sql"]]
    texts += [figure.condition for figure in LISTS.values()]
    texts += [source for name, source in functions.items() if any(f"{name}(" in text for text in texts)]
    read = {name for text in texts for name in re.findall(r"geodata_\w+", text)}
    assert len(functions) == 3
    assert {"geodata_visit", "geodata_placement", "geodata_boundary"} <= read
    assert read - marked - set(WITHOUT_MARKS) == set()
