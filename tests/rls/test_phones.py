"""Phones of accounts, present and former: what the web role sees of them when a filter is forgotten."""

import pytest
from django.db import DatabaseError, connection, transaction

from geodata.accounts.models import PhoneNumber, User
from geodata.base.periods import since
from geodata.base.rls import as_web_role, known_as
from geodata.contacts.models import Member
from geodata.contacts.office_accounts import open_account
from geodata.contacts.rights import scope_in_force
from geodata.posts.appointing import appoint
from geodata.posts.models import Post
from tests import village as v

pytestmark = pytest.mark.django_db
TABLES = ["geodata_phonenumber", "geodata_phonenumberevent"]


@pytest.fixture
def places(bare_county):
    """Members of three villages, one of whom looks after a household in the neighbouring one, and a post of each kind."""
    made = bare_county
    people = {
        "west": v.member(made.west).user,
        "east": v.member(made.east).user,
        "leader": v.officer("small_leader", made.grids[0]),
        "medium": v.officer("medium_leader", made.west),
        "large": v.officer("large_leader", made.town),
        "county": v.officer("county_officer", made.county),
        "auditor": v.officer("auditor", None),
    }
    v.link(people["east"].member, made.homes[0])
    far = v.member(made.far).user
    for name, who in [*people.items(), ("far", far), ("nobody", v.user())]:
        v.phone(who, f"was-{name}")
        v.phone(who, name)
    return made


def seen(who: User | None, table: str = TABLES[0]) -> set[str]:
    """What a plain SELECT gives to somebody."""
    with as_web_role(), connection.cursor() as cursor:
        if who:
            scope_in_force(who, on=v.TODAY)
        cursor.execute(f"SELECT number FROM {table}")
        return {number.removeprefix("was-") for (number,) in cursor.fetchall()}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    ("kind", "place", "whom"),
    [
        ("village_officer", "west", {"west", "east", "leader", "medium"}),
        ("village_officer", "east", {"east"}),
        ("village_officer", "far", {"far"}),
        ("township_officer", "town", {"west", "east", "leader", "medium", "large"}),
        ("county_officer", "county", {"west", "east", "leader", "medium", "large", "county", "far"}),
        ("auditor", None, set()),
    ],
)
def test_a_forgotten_filter_shows_whose_tie_is_in_scope_and_no_other(places, table, kind, place, whom):
    assert seen(v.officer(kind, place and getattr(places, place)), table) == whom


@pytest.mark.parametrize("table", TABLES)
def test_another_village_finds_nothing(places, table):
    User.objects.get(phone_number__number="far").member.delete()
    assert seen(v.officer("village_officer", places.far), table) == set()


def test_a_leader_sees_who_looks_after_the_grid_and_who_leads_it(places):
    assert seen(User.objects.get(phone_number__number="leader")) == {"leader", "east"}


def test_a_member_sees_who_looks_after_the_same_households_and_the_own(places):
    helper = v.member(places.west)
    v.link(helper, places.homes[0], primary=False)
    v.phone(helper.user, "helper")
    assert seen(helper.user) == {"helper", "east"}


def test_whoever_opens_any_account_sees_all(places):
    assert len(seen(v.officer("administrator", None))) == 9


@pytest.mark.parametrize("table", TABLES)
def test_before_a_scope_is_known_nothing_is_seen(places, table):
    assert seen(None, table) == set()


def test_who_has_proved_to_be_somebody_sees_the_own_phone(places):
    who = User.objects.get(phone_number__number="west")
    with as_web_role():
        with known_as(User.objects.get(pk=who.pk)):
            assert User.objects.get(pk=who.pk).phone == "west"
        assert User.objects.get(pk=who.pk).phone == ""


def test_a_phone_out_of_sight_is_neither_changed_nor_given(places):
    far, new = v.member(places.far).user, v.user()
    with as_web_role():
        scope_in_force(v.officer("village_officer", places.east), on=v.TODAY)
        assert PhoneNumber.objects.update(number="105") == 1
        with pytest.raises(DatabaseError), transaction.atomic():
            PhoneNumber.give({far.pk: "105"})
        PhoneNumber.give({new.pk: "105"})


def test_ties_follow_what_is_written_of_them(places):
    """Each by its own table, whatever way it is written, and back again."""
    who = v.member(places.far)
    v.phone(who.user, "moving")
    offices = [v.officer("village_officer", place) for place in (places.west, places.east, places.far)]

    def sight() -> list[bool]:
        return ["moving" in seen(office) for office in offices]

    assert sight() == [False, False, True]
    contact = v.link(who, places.homes[1])
    assert sight() == [True, False, True]
    post = Post.objects.create(user=who.user, kind="cadre", area=places.grids[2], period=since(v.LONG_AGO))
    assert sight() == [True, True, True]
    contact.delete()
    Post.objects.filter(pk=post.pk).update(area=places.grids[0])
    assert sight() == [True, False, True]
    post.delete()
    Member.objects.filter(pk=who.pk).update(village=places.east)
    assert sight() == [False, True, False]
    who.delete()
    assert sight() == [False, False, False]


def test_a_phone_given_after_the_ties_has_them(places):
    who = v.officer("cadre", places.grids[0])
    PhoneNumber.give({who.pk: "late"})
    assert PhoneNumber.objects.get(user=who).reach == ["43", "4303", "430382", "430382100", "430382100201", "430382100201001"]  # fmt: skip


def test_nobody_writes_ties_of_a_phone_by_hand(places):
    with as_web_role():
        scope_in_force(v.officer("village_officer", places.far), on=v.TODAY)
        assert PhoneNumber.objects.update(reach=["43"]) == 1
    assert places.town.code not in PhoneNumber.objects.get(number="far").reach


def test_ties_are_no_former_rows(places):
    who = User.objects.get(phone_number__number="west")
    count = PhoneNumber.changes.rel.related_model.objects.filter(user=who).count  # type: ignore[attr-defined]
    before = count(), PhoneNumber.objects.get(user=who).reach
    v.link(who.member, places.homes[3])
    assert PhoneNumber.objects.get(user=who).reach != before[1]
    assert count() == before[0]


def test_an_office_opens_an_account_with_a_phone_and_fills_a_post(places):
    with as_web_role():
        scope = scope_in_force(v.officer("township_officer", places.town), on=v.TODAY)
        user, _link = open_account(name="例明", phone="000 5551", scope=scope)
        appoint(user=user, kind="small_leader", area=places.grids[1], on=v.TODAY, scope=scope)
        assert User.objects.get(pk=user.pk).phone == "000 5551"


def test_whether_a_phone_is_somebodys_is_told_to_whoever_knows_it(places):
    who = User.objects.get(phone_number__number="far")
    with as_web_role(), connection.cursor() as cursor:
        cursor.execute("SELECT is_phone_of(%s, 'far'), is_phone_of(%s, 'west')", [who.pk, who.pk])
        assert cursor.fetchone() == (True, False)


def test_no_table_that_sign_in_reads_has_a_column_of_phones():
    accounts = [User, User.changes.rel.related_model]  # type: ignore[attr-defined]
    assert [
        model for model in accounts if "phone" in {field.name for field in model._meta.concrete_fields}
    ] == []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name ~ 'phone'"
            " AND table_name ~ '^geodata_(?!(household|resident|absence)(event)?$)'"
        )
        assert cursor.fetchall() == []
