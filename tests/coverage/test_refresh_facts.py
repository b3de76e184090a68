import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from geodata.base.periods import today
from geodata.coverage.models import HouseholdFacts
from tests import village as v

pytestmark = pytest.mark.usefixtures("defaults")


def test_it_renews_what_has_ended():
    home = v.county().homes[0]
    HouseholdFacts.objects.filter(household=home).update(
        linked=True, good_until=today() - dt.timedelta(days=1)
    )
    call_command("refresh_facts", verbosity=0)
    row = HouseholdFacts.objects.get(household=home)
    assert (row.linked, row.good_until) == (False, None)


def test_it_reports_a_difference_that_should_not_be():
    home = v.county().homes[0]
    HouseholdFacts.objects.filter(household=home).update(linked=True)
    with pytest.raises(CommandError, match="1"):
        call_command("refresh_facts")
    call_command("refresh_facts", all=True)
    assert not HouseholdFacts.objects.get(household=home).linked
