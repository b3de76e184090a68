"""What a row was before a change stays on record, whatever way the change comes."""

import pghistory
import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from geodata.base.rls import as_web_role
from geodata.contacts.rights import scope_in_force
from geodata.people.models import Household
from geodata.visits.models import Visit
from tests import village as v

pytestmark = pytest.mark.usefixtures("defaults")


@pytest.fixture
def home():
    return v.county().homes[0]


def test_the_former_row_is_kept_with_who_and_why(home):
    with pghistory.context(user=7, reason="typing error"):
        Household.objects.filter(pk=home.pk).update(head_name="例新")
    former = home.changes.get()
    assert (former.head_name, former.pgh_label) == (home.head_name, "changed")
    assert former.pgh_context == {"user": 7, "reason": "typing error"}


def test_raw_sql_is_recorded_too(home):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE geodata_household SET size = 3 WHERE id = %s", [home.pk])
    assert home.changes.get().size is None


def test_a_change_that_changes_nothing_leaves_no_trace(home):
    Household.objects.filter(pk=home.pk).update(head_name=home.head_name)
    assert home.changes.count() == 0


def test_who_made_a_post_or_a_contact_is_kept_too(home):
    with v.by(v.user()):
        post = v.officer("small_leader", home.grid).posts.get()
        link = v.link(v.member(home.village), home)
    for made in (post, link):
        former = made.changes.get()
        assert (former.pgh_label, former.period) == ("created", made.period)
        assert former.pgh_context["user"]


def test_passwords_are_not_kept():
    who = v.user()
    who.set_password("long enough for a test")
    who.save()
    assert who.changes.get().pgh_label == "created"
    assert "password" not in {field.name for field in who.changes.model._meta.get_fields()}


def test_former_rows_cannot_be_changed(home):
    Household.objects.filter(pk=home.pk).update(size=3)
    with pytest.raises(DatabaseError), transaction.atomic():
        home.changes.update(size=9)
    with pytest.raises(DatabaseError), transaction.atomic():
        home.changes.all().delete()


def test_the_web_role_leaves_traces_in_its_scope_only(home):
    cadre = v.officer("village_officer", home.village)
    stranger = v.officer("village_officer", v.Area.objects.get(code="430382101201"))
    visit = v.visit(home, v.TODAY, by=cadre)
    for who, seen in ((cadre, 1), (stranger, 0)):
        with as_web_role():
            scope_in_force(who, on=v.TODAY)
            if who == cadre:
                v.void(visit, "other household")
            assert Visit.changes.rel.related_model.objects.count() == seen


def test_the_web_role_cannot_erase_traces(home):
    with as_web_role(), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute("DELETE FROM geodata_householdevent")


def test_a_change_by_request_notes_its_user_and_id(home):
    cadre = v.officer("village_officer", home.village)
    visit = v.visit(home, v.TODAY, by=cadre)
    with as_web_role(request="a1b2c3d4"):
        scope_in_force(cadre, on=v.TODAY)
        v.void(visit, "other household")
    assert visit.changes.get().pgh_context == {"request": "a1b2c3d4", "user": cadre.pk}
