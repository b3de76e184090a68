"""A care record on its way into force: the steps, the public notice, and what counts of it on which day."""

import datetime as dt

import pytest

from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound
from geodata.base.periods import since, today
from geodata.base.scope import Grant, Right, Scope
from geodata.contacts.rights import scope_of
from geodata.coverage.counts import coverage
from geodata.people.care_lines import care_of
from geodata.people.caring import find_record, move_care
from geodata.people.models import CareRecord, Household
from tests import village as v
from tests.register.every_kind import somebody
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english")]
WAY = ("propose", "review", "notice", "enforce")


def days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)


@pytest.fixture
def clue(desk, neighbour) -> CareRecord:
    """Of the other grid of the village, which needs no care so far."""
    desk.done("care_added", neighbour, category="monitored", source="例走访")
    return CareRecord.objects.get(household=neighbour)


@pytest.fixture
def township(places) -> dict[str, object]:
    """Who reviews what the village proposes."""
    officer = v.officer("township_officer", places.town)
    return {"by": officer, "scope": scope_of(officer, on=today())}


@pytest.fixture
def moved(desk, clue, township):
    """Bring it there by these moves, from that many days ago on."""

    def go(*moves: str, ago: int = 0, **said: object) -> CareRecord:
        village = {"by": desk.by, "scope": desk.scope}
        for move in moves:
            who = township if move == "review" else village
            told = {**who, "on": desk.day - days(ago), "at": v.NOON, **said}
            move_care(record=clue, move=move, **told)
        return CareRecord.objects.get(pk=clue.pk)

    return go


def special(desk, places, on: dt.date) -> int:
    asked = coverage(area=places.west, by="village", on=on, scope=scope_of(desk.by, on=desk.day))
    return asked.total.counts.special


def test_what_needs_a_public_notice_begins_as_a_clue_and_holds_on_no_day(clue):
    assert (clue.state, clue.period, clue.notice_days) == ("clue", None, 5)
    assert list(clue.steps.values_list("before", "move", "after")) == [("", "note", "clue")]


def test_what_needs_none_is_in_force_at_once_and_has_no_step(desk, neighbour):
    desk.done("care_added", neighbour, category="destitute")
    record = CareRecord.objects.get(household=neighbour)
    assert (record.state, record.period, record.steps.count()) == ("in_force", since(desk.day), 0)


def test_it_comes_in_force_when_its_notice_is_over(moved, desk):
    record = moved("propose", "review", "notice", ago=5)
    assert (record.notice_from, record.notice_until) == (desk.day - days(5), desk.day)
    record = moved("enforce")
    assert (record.state, record.period, record.verified_on) == ("in_force", since(desk.day), desk.day)
    assert list(record.steps.values_list("after", flat=True)) == [
        "clue", "proposed", "reviewed", "noticed", "in_force",
    ]  # fmt: skip


def test_no_day_earlier(moved):
    moved("propose", "review", "notice", ago=4)
    with pytest.raises(Conflict, match="on public notice until"):
        moved("enforce")


def test_a_longer_notice_is_waited_for_and_a_shorter_one_refused(moved, desk):
    moved("propose", "review", ago=9)
    for until in (desk.day - days(5), desk.day + days(99)):
        with pytest.raises(BadInput, match="lasts until"):
            moved("notice", ago=9, notice_until=until)
    assert moved("notice", ago=9, notice_until=desk.day).notice_until == desk.day


def test_figures_count_it_from_the_day_on_which_it_is_in_force(moved, desk, places):
    before = special(desk, places, desk.day)
    moved("propose", "review", "notice", ago=6)
    assert special(desk, places, desk.day) == before
    moved("enforce", ago=1)
    told = [special(desk, places, desk.day - days(ago)) - before for ago in (2, 1, 0)]
    assert told == [0, 1, 1]


def test_a_village_does_not_review_what_it_proposed(moved, desk, places):
    village = v.officer("medium_leader", places.west)
    moved("propose")
    with pytest.raises(NotAllowed, match="reviewed by its township"):
        moved("review", by=village, scope=scope_of(village, on=desk.day))
    assert moved("review").state == "reviewed"


def test_who_proposed_reviews_nothing_and_another_of_the_township_does(moved, township, clue, desk, places):
    moved("propose", **township)
    with pytest.raises(NotAllowed, match="Whoever proposed"):
        moved("review")
    [line] = care_of(clue.household, on=desk.day, **township)
    assert "review" not in line.moves and "drop" in line.moves
    county = v.officer("county_officer", places.county)
    assert moved("review", by=county, scope=scope_of(county, on=desk.day)).state == "reviewed"


def test_no_step_is_left_out(moved):
    for move in WAY[1:]:
        with pytest.raises(Conflict, match="cannot be done now"):
            moved(move)


def test_what_is_not_confirmed_is_dropped_with_a_reason_and_may_begin_again(moved, desk, neighbour):
    with pytest.raises(BadInput, match="Say why"):
        moved("drop", reason=" ")
    record = moved("drop", reason="收入核实不符")
    assert (record.state, record.period, record.steps.last().reason) == ("removed", None, "收入核实不符")
    desk.done("care_added", neighbour, category="monitored")
    assert [one.state for one in CareRecord.objects.filter(household=neighbour).order_by("pk")] == [
        "removed",
        "clue",
    ]


def test_a_reason_holds_no_id_number(moved):
    with pytest.raises(BadInput, match="ID numbers are never stored"):
        moved("drop", reason="430382199001011239")


def test_an_unknown_move_is_refused_by_name(moved):
    with pytest.raises(BadInput, match="There is no such move"):
        moved("dance")


def test_one_is_enough(clue, desk, neighbour):
    with pytest.raises(Conflict, match="already recorded"):
        desk.done("care_added", neighbour, category="monitored")


def test_it_does_not_come_in_force_beside_another(moved, neighbour):
    moved("propose", "review", "notice", ago=5)
    v.care(neighbour, "monitored")
    with pytest.raises(Conflict, match="already recorded for these days"):
        moved("enforce")


def test_whoever_only_proposes_moves_nothing_on(moved, clue):
    grant = Grant(frozenset({Right.HOUSEHOLDS, Right.REGISTER}), villages=frozenset({clue.village_id}))
    with pytest.raises(NotAllowed):
        moved("propose", scope=Scope((grant,)))
    with pytest.raises(NotAllowed):
        find_record(clue.household.token, clue.pk, scope=Scope((grant,)))


def test_a_record_is_found_in_its_own_household_alone(clue, desk, home):
    assert find_record(clue.household.token, clue.pk, scope=desk.scope) == clue
    with pytest.raises(NotFound):
        find_record(home.token, clue.pk, scope=desk.scope)


def test_a_dissolved_household_has_nothing_on_its_way(clue, desk, neighbour):
    desk.done("dissolved", neighbour)
    clue.refresh_from_db()
    assert (clue.state, clue.period, clue.steps.last().move) == ("removed", None, "lapse")


def test_a_merger_takes_what_is_on_its_way_along(clue, desk, home, neighbour):
    desk.done("merged", neighbour, into=home.token)
    clue.refresh_from_db()
    assert (clue.state, clue.household) == ("clue", home)


def test_a_resident_who_splits_off_takes_it_along(desk, home):
    who = somebody(home)
    desk.done("care_added", home, category="monitored", resident=who.pk)
    made = Household.objects.get(pk=desk.done("split", home, head_name="例分户", who=[who.pk]).households[-1])
    assert [record.state for record in made.care_records.all()] == ["clue"]


def test_an_ended_record_has_its_step(desk, home):
    record = home.care_records.get()
    desk.done("care_ended", home, record=record.pk)
    record.refresh_from_db()
    assert (record.state, record.period.upper, record.steps.get().move) == ("removed", desk.day, "remove")


def test_an_ended_category_takes_nobody_in(desk, neighbour):
    with owner():
        v.category("destitute").__class__.objects.filter(code="destitute").update(ended_on=today())
    with pytest.raises(Conflict, match="nobody is taken in any more"):
        desk.done("care_added", neighbour, category="destitute")
