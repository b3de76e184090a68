"""The number that a new household gets where none is said: as its neighbours are numbered."""

import pytest
from django.db.models import CharField, Value
from django.db.models.functions import Concat

from geodata.people.models import Household
from geodata.people.numbers import Numbers
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (["07-0017", "07-0018", "3"], "07-0019"),
        (["07-0099", "07-0017"], "07-0100"),
        (["7组12", "7组8"], "7组13"),
        (["0007", "0012"], "0013"),
        (["A", "B"], "1"),
    ],
)
def test_a_new_household_is_numbered_as_most_of_its_grid(bare_county, known, expected):
    grid = bare_county.grids[0]
    with owner():
        Household.objects.update(number=Concat(Value("例"), "id", Value("户"), output_field=CharField()))
        homes = [v.household(grid) for _number in known]
        for home, number in zip(homes, known, strict=True):
            Household.objects.filter(pk=home.pk).update(number=number)
    numbers = Numbers([grid.parent_id], locking=False)
    assert numbers.take_next(grid.parent_id, grid.pk) == expected
    assert numbers.take_next(grid.parent_id, grid.pk) != expected
