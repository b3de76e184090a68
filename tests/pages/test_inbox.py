"""The inbox as a page: what waits, why, and the two decisions."""

import uuid

import pytest
from django.utils import timezone

from geodata.base.periods import today
from geodata.visits.held import HeldVisit
from geodata.visits.models import Visit
from tests import village as v
from tests.roles import owner


@pytest.fixture
def held(places, contact) -> HeldVisit:
    with owner():
        return HeldVisit.objects.create(
            client_id=uuid.uuid4(), body_hash="0" * 64, maker=contact.user, village=places.west, token=places.homes[0].token,
            day=today(), mode="door", outcome="met", note="屋顶漏水", why="right", received_at=timezone.now(),
        )  # fmt: skip


def decide(who, held: HeldVisit, **values: str):
    return who.client.post(
        f"/visits/inbox/{held.client_id}/decide/", values, headers={"Accept-Language": "en"}
    )


def test_it_shows_who_whom_when_and_why(places, held, insider):
    page = insider.client.get("/visits/inbox/", headers={"Accept-Language": "en"}).content.decode()
    for part in (
        held.maker.name,
        places.homes[0].head_name,
        "屋顶漏水",
        "not the author&#x27;s to visit",
        today().isoformat(),
    ):
        assert part in page


def test_accepting_records_it(held, insider):
    assert decide(insider, held, decision="accept", day=today().isoformat()).status_code == 302
    assert Visit.objects.get(client_id=held.client_id).entered_by == held.maker
    assert decide(insider, held, decision="accept").status_code == 422


def test_refusing_needs_a_reason(held, insider):
    assert decide(insider, held, decision="refuse").status_code == 422
    assert decide(insider, held, decision="refuse", reason="没有去过").status_code == 302
    page = insider.client.get("/visits/inbox/").content.decode()
    assert "没有去过" in page


@pytest.mark.parametrize("who", ["neighbour", "outsider"])
def test_other_villages_see_none_of_it(request, held, who):
    other = request.getfixturevalue(who)
    assert "屋顶漏水" not in other.client.get("/visits/inbox/").content.decode()
    assert decide(other, held, decision="accept").status_code == 404


@pytest.mark.parametrize("who", ["contact", "planner", "department"])
def test_it_is_for_those_who_set_contacts(request, held, who):
    assert request.getfixturevalue(who).client.get("/visits/inbox/").status_code == 403


def test_it_takes_few_queries(places, held, insider, django_assert_max_num_queries):
    for _number in range(5):
        with owner():
            HeldVisit.objects.create(
                client_id=uuid.uuid4(), body_hash="0" * 64, maker=v.user(), village=places.west, token=places.homes[0].token,
                day=today(), mode="door", outcome="met", why="right", received_at=timezone.now(),
            )  # fmt: skip
    with django_assert_max_num_queries(22):
        insider.client.get("/visits/inbox/")


def test_it_names_nobody_whom_the_village_does_not_know(places, held, insider, outsider):
    """Whoever hands in may write any number as a visitor: the page is no list of all accounts."""
    along = v.officer("small_leader", places.grids[0])
    with owner():
        HeldVisit.objects.filter(pk=held.pk).update(visitors=[held.maker_id, along.pk, outsider.user.pk])
        outsider.user.name = "陌生人"
        outsider.user.save()
    page = insider.client.get("/visits/inbox/", headers={"Accept-Language": "en"}).content.decode()
    assert along.name in page
    assert "visitors not known in the village" in page
    assert "陌生人" not in page
