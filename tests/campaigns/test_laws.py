"""What the database holds of roll-calls, tried past every verb."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from geodata.base import rls
from geodata.campaigns.models import Campaign, CampaignResult, CampaignTarget, PlaceTask
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.django_db
FROZEN: list[dict[str, Any]] = [
    {"filter": {"size": ">=2"}}, {"checklist": []}, {"reason": "heat"}, {"climb_hours": [1, 2, 3]},
    {"due_at": v.NOON + dt.timedelta(days=400)},
]  # fmt: skip


@pytest.fixture
def result(campaign, people, places, opened) -> CampaignResult:
    return people.contact.tells(campaign, places.homes[0], made=opened + dt.timedelta(minutes=1))


@pytest.mark.parametrize("change", FROZEN, ids=lambda each: next(iter(each)))
def test_what_an_open_roll_call_asks_never_changes(campaign, change):
    with owner(), pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(**change)


@pytest.mark.parametrize(
    "change",
    [{"why": [9]}, {"special": False}, {"added_at": v.NOON}, {"grid_then": None}],
    ids=lambda each: next(iter(each)),
)
def test_a_target_stays_as_it_was_asked_for(campaign, places, change):
    with owner(), pytest.raises(IntegrityError, match="as it was asked for"), transaction.atomic():
        CampaignTarget.objects.filter(household=places.homes[0]).update(**change)


def test_what_nobody_has_reached_never_goes_back_down(campaign, places):
    with owner():
        CampaignTarget.objects.update(level=3)
        with pytest.raises(IntegrityError, match="never down"), transaction.atomic():
            CampaignTarget.objects.update(level=2)


def test_a_roll_call_asks_for_households_while_it_is_open(people, places, opened):
    draft = Campaign.objects.create(
        title="例", reason="cold", area=places.county, filter={"size": ">=1"}, by=people.county.by, at=opened,
        due_at=opened + dt.timedelta(days=1),
    )  # fmt: skip
    with owner(), pytest.raises(IntegrityError, match="while it is open"), transaction.atomic():
        CampaignTarget.objects.create(
            campaign=draft, household=places.homes[0], village_id=places.west.pk, added_at=opened
        )


def again(result: CampaignResult, **values: Any) -> CampaignResult:
    told = {name: getattr(result, name) for name in (
        "campaign", "target", "household", "village_id", "made_at", "at", "by", "how", "state", "visit",
    )}  # fmt: skip
    return CampaignResult(client_id=uuid.uuid4(), body_hash="0" * 64, **told | values)


def test_a_result_is_made_while_it_is_open(result, opened):
    with owner(), pytest.raises(IntegrityError, match="while its roll-call is open"), transaction.atomic():
        again(result, made_at=opened - dt.timedelta(seconds=1)).save()


def test_a_drill_makes_no_visit(people, places, opened, result):
    drill = people.county.calls(places.county.code, at=opened, reason="drill")
    target = CampaignTarget.objects.get(campaign=drill, household=places.homes[0])
    with owner(), pytest.raises(IntegrityError, match="makes no visit"), transaction.atomic():
        again(result, campaign=drill, target=target).save()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM geodata_campaigntarget",
        "UPDATE geodata_campaigntarget SET state = 'ok'",
        "UPDATE geodata_campaignresult SET state = 'ok'",
        "DELETE FROM geodata_campaignresult",
        "DELETE FROM geodata_campaign",
        "UPDATE geodata_campaignstep SET targets = 0",
    ],
)
def test_the_web_role_takes_nothing_away(result, statement):
    denied = pytest.raises(ProgrammingError, match="permission denied")
    with connection.cursor() as cursor, denied, transaction.atomic():
        cursor.execute(statement)


@owner()
def task(campaign: Campaign, places: v.County, by: Any) -> PlaceTask:
    return PlaceTask.objects.create(
        campaign=campaign, village=places.west, geometry=v.middle(0, 0), what="snow", by=by, at=v.NOON, since=v.NOON,
        department=v.department(places.county),
    )  # fmt: skip


def test_a_department_sees_its_place_tasks_and_no_target_by_plain_sql(campaign, people, places, result):
    task(campaign, places, people.county.by)
    with rls.as_web_role():
        rls.show(people.water.scope, to=people.water.by, on=v.NOON.date())
        with connection.cursor() as cursor:
            found = []
            for table in ("placetask", "campaigntarget", "campaignresult"):
                cursor.execute(f"SELECT count(*) FROM geodata_{table}")
                found += cursor.fetchone()
    assert found == [1, 0, 0]


def test_another_department_sees_no_task_of_it(campaign, people, places):
    task(campaign, places, people.county.by)
    with owner():
        other = v.department(places.county, "water")
        PlaceTask.objects.update(department=other)
    assert not PlaceTask.objects.within(people.water.scope).exists()
