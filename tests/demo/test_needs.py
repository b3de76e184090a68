"""The demo's year of needs: as many as it says, of every state, by those whose move it is, under the laws, the same for one seed."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from geodata.accounts.models import User
from geodata.audit.models import Notice
from geodata.base.scope import Grant, Right, Scope
from geodata.contacts.rights import scope_of
from geodata.coverage.households import matched
from geodata.coverage.states import Question, select
from geodata.demo.needs.seen import DELICATE
from geodata.demo.needs.texts import MATTERS, MONTHS, QUARRELS
from geodata.demo.needs.year import DISPUTES, NEEDS, OF_HOUSEHOLDS
from geodata.demo.removing import real_rows
from geodata.industry.summary import by_village
from geodata.needs.analysis import summary, total
from geodata.needs.assigning import assignments_of
from geodata.needs.beside_models import Assignment, Supervision
from geodata.needs.defaults import CATEGORIES
from geodata.needs.figures import FIGURES
from geodata.needs.models import Need, NeedStep
from geodata.needs.notes import old_notes
from geodata.needs.recording import NeedReport
from geodata.needs.service import Done, do_what_is_due
from geodata.needs.words import OPEN, SettledIn, State
from geodata.posts.models import Post
from geodata.services.models import ServiceOrder
from geodata.territory.models import Area
from geodata.visits.record import Report
from tests.demo.small import HOUSEHOLDS, load_small_demo
from tests.lives import settle_laws

pytestmark = [pytest.mark.django_db, pytest.mark.owner("the demo is loaded by the owner")]


@pytest.fixture(scope="module")
def day() -> dt.date:
    return dt.date(2026, 11, 12)


@pytest.fixture(scope="module", autouse=True)
def loaded(day, django_db_setup, django_db_blocker):
    """Loaded once for this file, and taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_small_demo(day=day)
        yield told()
        transaction.set_rollback(True)


def told() -> list[object]:
    """What happened, without keys and what is sealed."""
    needs = Need.objects.order_by("number")
    fields = (
        "number",
        "client_id",
        "body_hash",
        "title",
        "text",
        "state",
        "level",
        "raised_on",
        "due_at",
        "result",
        "answer",
    )
    steps = NeedStep.objects.order_by("need__number", "pk")
    return [
        *needs.values_list(*fields),
        *steps.values_list("need__number", "move", "at", "level_after", "by__name"),
    ]


@pytest.fixture
def scopes(day):
    return {
        user.username: (user, scope_of(user, on=day))
        for user in User.objects.filter(
            username__in=[
                "county",
                "township",
                "village",
                "leader",
                "contact",
                "water",
                "agriculture",
                "auditor",
                "planner",
            ]
        )
    }


def test_there_are_as_many_as_a_county_of_that_size_has():
    share = HOUSEHOLDS / OF_HOUSEHOLDS
    disputes = Need.objects.filter(kind="dispute").count()
    assert disputes == round(DISPUTES * share) == Need.objects.exclude(dispute=None).count()
    assert Need.objects.count() - disputes == round(NEEDS * share)


def test_all_of_them_are_invented_and_each_category_has_words_and_a_season():
    assert real_rows() == [] and not Need.objects.filter(synthetic=False).exists()
    assert set(MATTERS) == set(MONTHS) == set(CATEGORIES) and set(QUARRELS) <= set(CATEGORIES)
    names = Need.objects.exclude(dispute__mediator_name="").values_list("dispute__mediator_name", flat=True)
    assert all("例" in name for name in names if name)


def test_the_village_of_the_logins_shows_every_state_and_what_is_late_sent_up_supervised_and_taken_back():
    assert set(Need.objects.values_list("state", flat=True)) == set(State.values)
    assert set(Assignment.objects.values_list("state", flat=True)) >= {"given", "accepted", "refused", "done"}
    moves = {(move, by is None) for move, by in NeedStep.objects.values_list("move", "by")}
    assert {
        ("escalate", True),
        ("escalate", False),
        ("return", False),
        ("reopen", False),
        ("extend_ask", False),
    } <= moves
    assert Supervision.objects.filter(by=None).exists() and Supervision.objects.exclude(by=None).exists()
    assert set(Need.objects.values_list("answer", flat=True)) == {"", "satisfied", "mostly", "not", "none"}


def test_the_laws_hold_for_all_of_them():
    settle_laws()


def test_service_and_people_find_nothing_undone_when_it_is_loaded(day):
    at = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    assert Need.objects.filter(state__in=OPEN, due_at__lt=at).exists()
    assert do_what_is_due(at=at, apply=False) == Done()
    assert not NeedStep.objects.filter(at__gt=at).exists()


def test_each_step_was_made_by_whom_its_level_holds():
    holders = {
        1: {"small_leader", "village_officer", "medium_leader"},
        2: {"township_officer"},
        3: {"county_officer"},
    }
    kinds = dict(Post.objects.values_list("user", "kind"))
    own = (
        "accept",
        "decline",
        "merge",
        "consult",
        "conclude",
        "assign",
        "settle",
        "finish",
        "return",
        "escalate",
    )
    for move, level, by in NeedStep.objects.filter(move__in=own, by__isnull=False).values_list(
        "move", "level", "by"
    ):
        assert kinds[by] in holders[level], (move, level)


def test_most_are_settled_below_the_township_and_few_in_the_county(scopes, day):
    _county, scope = scopes["county"]
    sums = total(
        summary(
            scope=scope, first=day - dt.timedelta(days=365), last=day, area=Area.objects.get(code="430382")
        )
    )
    assert sums["found"] == Need.objects.filter(sensitive=False).count()
    below = sums["in_grid"] + sums["in_village"]
    assert below > sums["in_township"] >= 1 and sums["in_county"] >= 1
    assert set(SettledIn.values) >= set(
        Need.objects.exclude(settled_in="").values_list("settled_in", flat=True)
    )


def test_every_gap_of_needs_has_a_household(scopes, day):
    _county, scope = scopes["county"]
    selection = select(scope=scope, area=Area.objects.get(code="430382"), on=day - dt.timedelta(days=1))
    question = Question(selection, on=day - dt.timedelta(days=1))
    assert {figure.name: matched(question, figure.name) > 0 for figure in FIGURES} == dict.fromkeys(
        [figure.name for figure in FIGURES], True
    )


@pytest.mark.parametrize("login", ["water", "agriculture"])
def test_the_departments_have_work_of_each_state_and_see_no_need(scopes, login):
    by, scope = scopes[login]
    mine = assignments_of(scope, by=by)
    assert {"given", "accepted"} <= set(mine.values_list("state", flat=True))
    assert not Need.objects.within(scope, by=by.pk).exists()


def test_whom_a_sensitive_need_is_about_does_not_see_it(scopes):
    delicate = Need.objects.filter(sensitive=True)
    assert delicate.count() == len(DELICATE) and not delicate.exclude(title="", text="").exists()
    for login in ("contact", "village"):
        by, scope = scopes[login]
        (about,) = delicate.filter(named__contains=[by.pk])
        assert about not in Need.objects.within(scope, by=by.pk)
        assert about in Need.objects.within(scopes["township"][1], by=scopes["township"][0].pk)
    (about,) = delicate.filter(named__contains=[scopes["township"][0].pk])
    assert about.least_level == 3 and about in Need.objects.within(
        scopes["county"][1], by=scopes["county"][0].pk
    )


def test_the_same_report_sent_again_would_be_the_same_need():
    need = Need.objects.filter(source="visit", others=None).exclude(kind="dispute").first()
    visit = need.visit
    report = NeedReport(
        need.client_id, need.kind, need.category.code, need.raised_on, household=need.household.token, urgency=need.urgency,
        title=need.title, text=need.text, source="visit", settled=need.result if need.steps.first().move == "settle_at_once" else "",
        visit=Report(need.household_id, visit.day, visit.mode, visit.outcome, visit.note, visit.brought, list(visit.visitors.values_list("user", flat=True))),
    )  # fmt: skip
    assert report.digest() == need.body_hash and need.client_id == visit.client_id


def test_the_contact_has_old_notes_to_decide_about_and_nobody_else(scopes, day):
    offered = {login: old_notes(by=by, scope=scope, on=day) for login, (by, scope) in scopes.items()}
    assert {login for login, notes in offered.items() if notes} == {"contact"}
    assert all(note.note for note in offered["contact"])


def test_holders_and_departments_are_told_of_the_newest():
    assert {"need_new", "need_assigned"} <= set(Notice.objects.values_list("kind", flat=True))


def test_the_same_seed_lives_the_same_year(loaded, day):
    load_small_demo(day=day, replace=True)
    assert told() == loaded


def test_households_have_ordered_services(day):
    """Under the laws: each stands where its steps led, and the year is told in every state."""
    orders = ServiceOrder.objects.all()
    assert orders.count() > HOUSEHOLDS / 12
    assert {"closed", "cancelled"} <= set(orders.values_list("state", flat=True))
    assert not orders.exclude(number__startswith="4").exists()
    assert orders.filter(wish=True).exists() and orders.filter(state="closed", answer="").exists()
    settle_laws()


def test_industry_has_lived_a_year_too(day):
    """Half of the farming households belong to a co-operative, and some villages have no enterprise beside them."""
    villages = frozenset(Area.objects.filter(level="village").values_list("pk", flat=True))
    scope = Scope((Grant(frozenset({Right.REGISTER}), villages=villages),))
    rows = by_village(scope, None, first=day - dt.timedelta(days=366), last=day, on=day)
    farming, members = sum(row.farming for row in rows), sum(row.members for row in rows)
    assert 0.4 < members / farming < 0.6
    assert 0 < sum(not row.enterprises for row in rows) < len(rows) / 2
    assert sum(row.guided for row in rows) > 300 and sum(row.kg for row in rows) > 0
