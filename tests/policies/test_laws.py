"""What the database holds of policies, tried past every verb."""

import pytest
from django.db import IntegrityError, transaction

from geodata.policies.models import DoorQuestion, Policy, PolicyVersion
from tests.policies.conftest import policy, question, version

pytestmark = [pytest.mark.django_db, pytest.mark.owner("the owner himself is tried")]


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        (Policy, ({"code": "other"}, {"subject": "resident"})),
        (DoorQuestion, ({"code": "other"}, {"subject": "resident"}, {"type": "number"})),
    ],
    ids=["policy", "question"],
)
def test_code_and_subject_stay(places, table, changes):
    policy(places, "coal"), question("heated")
    for change in changes:
        with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
            table.objects.update(**change)


def test_what_was_checked_does_not_change(places):
    made = version(policy(places, "coal"), {"care": "low_income"}, state="checked")
    for change in ({"rule": {}}, {"plain": "x"}, {"examples": []}):
        with pytest.raises(IntegrityError, match="no draft any more"), transaction.atomic():
            PolicyVersion.objects.filter(pk=made.pk).update(**change)
