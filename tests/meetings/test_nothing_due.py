"""Where nothing is due, nobody has to meet."""

import pytest
from django.utils import timezone

from geodata.base.periods import today
from geodata.meetings.finding import scope_of_office
from geodata.meetings.gathering import agenda_of
from tests import village as v

pytestmark = pytest.mark.django_db


def test_a_village_with_nothing_has_nothing_due(bare_county):
    for home in bare_county.homes:
        v.link(v.member(bare_county.west), home)
    desk = v.officer("village_officer", bare_county.west)
    scope = scope_of_office(bare_county.west, on=today())
    found = agenda_of(bare_county.west, on=today(), at=timezone.now(), scope=scope, by=desk)
    assert found.is_empty
