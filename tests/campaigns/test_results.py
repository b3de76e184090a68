"""Results: once each, the visit with them, a need for who needs something; and nothing of all that in a drill."""

import datetime as dt
import hashlib
import uuid

import pytest

from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound
from geodata.base.periods import today
from geodata.campaigns.models import CampaignResult, CampaignTarget
from geodata.campaigns.opening import move_on
from geodata.campaigns.results import ResultReport, record_result, record_results
from geodata.needs.models import Need
from geodata.visits.models import Visit

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def made(opened) -> dt.datetime:
    return opened + 10 * MINUTE


def of_today():
    return Visit.objects.filter(entered_at__date__gte=today() - dt.timedelta(days=1), outcome__isnull=False)


@pytest.mark.parametrize(("how", "mode"), [("door", "door"), ("phone", "phone")])
def test_at_the_door_and_by_phone_it_is_the_visit_too(campaign, people, places, made, how, mode):
    result = people.contact.tells(campaign, places.homes[0], made=made, how=how)
    assert result.visit is not None
    assert (result.visit.client_id, result.visit.mode, result.visit.outcome) == (
        result.client_id,
        mode,
        "met",
    )


def test_what_a_neighbour_says_is_no_visit(campaign, people, places, made):
    assert people.contact.tells(campaign, places.homes[0], made=made, how="neighbour").visit is None


def test_the_target_stands_with_what_was_made_last(campaign, people, places, made):
    home = places.homes[0]
    people.contact.tells(campaign, home, "ok", made=made + 5 * MINUTE)
    people.contact.tells(campaign, home, "unreached", made=made, at=made + 9 * MINUTE)
    target = CampaignTarget.objects.get(campaign=campaign, household=home)
    assert (target.state, target.made_at, target.attempts) == ("ok", made + 5 * MINUTE, 1)


def test_a_bad_answer_opens_an_urgent_need_by_itself(campaign, people, places, made):
    result = people.contact.tells(
        campaign,
        places.homes[0],
        "ok",
        made=made,
        answers={"heating": False, "water": False},
        text="例炉子坏了",
    )
    assert result.state == "needs"
    need = result.need
    assert need is not None
    assert (need.urgency, need.source, need.household, need.text) == (
        2,
        "campaign",
        places.homes[0],
        "例炉子坏了",
    )
    assert need.title == "例取暖正常"


def test_a_drill_makes_no_visit_and_opens_no_need(people, places, opened, made):
    drill = people.county.calls(places.county.code, at=opened, reason="drill")
    visits = Visit.objects.count()
    result = people.contact.tells(drill, places.homes[0], made=made, answers={"heating": False})
    assert (result.state, result.visit, result.need) == ("needs", None, None)
    assert (Visit.objects.count(), Need.objects.count()) == (visits, 0)


def test_sent_again_it_is_the_same_result(campaign, people, places, made):
    report = ResultReport(uuid.uuid4(), places.homes[0].token, made, state="ok")
    told = {"campaign": campaign, "report": report, "at": made, "today": today(), **people.contact.told}
    first, new = record_result(**told)
    again, newer = record_result(**told)
    assert (first, new, newer) == (again, True, False)
    assert CampaignResult.objects.count() == 1


def test_an_id_means_one_content(campaign, people, places, made):
    first = people.contact.tells(campaign, places.homes[0], made=made)
    with pytest.raises(Conflict):
        people.contact.tells(campaign, places.homes[0], "refused", made=made, client_id=first.client_id)


def test_an_id_of_a_visit_is_none_of_a_result(campaign, people, places, made):
    sent = Visit.objects.create(
        client_id=uuid.uuid4(), body_hash="0" * 64, household=places.homes[0], village_id=places.west.pk, day=today(),
        entered_at=made, entered_by=people.contact.by,
    )  # fmt: skip
    with pytest.raises(Conflict):
        people.contact.tells(campaign, places.homes[0], made=made, client_id=sent.client_id)


@pytest.mark.parametrize(
    ("who", "home"), [("leader", 0), ("village", 1), ("township", 2), ("county", 3), ("deputy", 0)]
)
def test_who_looks_after_the_place_tells(campaign, people, places, made, who, home):
    assert getattr(people, who).tells(campaign, places.homes[home], made=made)


@pytest.mark.parametrize(
    ("who", "home"), [("contact", 1), ("leader", 1), ("village", 2), ("large", 0), ("water", 0)]
)
def test_nobody_else_does(campaign, people, places, made, who, home):
    with pytest.raises((NotFound, NotAllowed)):
        getattr(people, who).tells(campaign, places.homes[home], made=made)


def test_who_is_not_asked_for_has_no_result(people, places, opened, made):
    campaign = people.county.calls(places.county.code, at=opened, filter={"care": "low_income"})
    with pytest.raises(NotFound):
        people.village.tells(campaign, places.homes[1], made=made)


def test_it_was_made_while_the_roll_call_was_open(campaign, people, places, opened, made):
    with pytest.raises(Conflict):
        people.contact.tells(campaign, places.homes[0], made=opened - MINUTE, at=made)
    move_on("close", campaign=campaign, at=made, **people.county.told)
    campaign.refresh_from_db()
    people.contact.tells(campaign, places.homes[0], made=made - MINUTE, at=made + MINUTE)
    with pytest.raises(Conflict):
        people.contact.tells(campaign, places.homes[0], made=made + MINUTE)


@pytest.mark.parametrize(
    "said",
    [{"answers": {"strange": True}}, {"state": "unreached", "answers": {"water": True}}, {"state": "asleep"},
     {"how": "letter"}, {"answers": {"water": "no"}}],
    ids=["a strange question", "of nobody", "a strange state", "a strange way", "no answer"],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused(campaign, people, places, made, said):
    with pytest.raises(BadInput):
        people.contact.tells(campaign, places.homes[0], made=made, **said)


def test_a_floor_is_told_of_at_once_or_not_at_all(campaign, people, places, made):
    def of(home):
        return ResultReport(uuid.uuid4(), home.token, made, state="unreached")

    told = {"campaign": campaign, "at": made, "today": today(), **people.village.told}
    with pytest.raises(NotFound):
        record_results(reports=[of(places.homes[0]), of(places.homes[2])], **told)
    assert not CampaignResult.objects.exists()
    assert len(record_results(reports=[of(places.homes[0]), of(places.homes[1])], **told)) == 2


def test_what_is_still_to_come_is_no_result(campaign, people, places, made):
    with pytest.raises(BadInput):
        people.contact.tells(campaign, places.homes[0], made=made + MINUTE, at=made)


def test_an_id_of_somebody_else_is_taken(campaign, people, places, made):
    first = people.county.tells(campaign, places.homes[3], made=made, how="neighbour")
    with pytest.raises(Conflict):
        people.contact.tells(campaign, places.homes[0], made=made, how="neighbour", client_id=first.client_id)


@pytest.mark.parametrize("number", [0, 61])
def test_a_floor_has_doors_and_not_too_many(campaign, people, places, made, number):
    reports = [ResultReport(uuid.uuid4(), places.homes[0].token, made)] * number
    with pytest.raises(BadInput):
        record_results(campaign=campaign, reports=reports, at=made, today=today(), **people.village.told)


def test_its_hash_is_the_one_that_a_phone_works_out(campaign, places, opened):
    """tests/scripts/outbox.test.js has the same text."""
    home, made = places.homes[0], opened.replace(microsecond=0)
    report = ResultReport(
        uuid.uuid4(), home.token, made, state="needs", answers={"heating": False}, text="例炉子"
    )
    moment = made.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    said = f'["{campaign.key}","{home.token}","{moment}","door","needs",[["heating",false]],"例炉子"]'
    assert report.digest(campaign) == hashlib.sha256(said.encode()).hexdigest()
