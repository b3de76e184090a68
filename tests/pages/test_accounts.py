"""The administrator's page."""

from geodata.accounts.models import User
from geodata.base.periods import between
from tests import village as v
from tests.roles import owner


def test_accounts_are_listed_with_their_posts(administrator, county):
    page = administrator.text("/accounts/")
    assert "County officer" in page
    assert county.user.name in page


def test_an_ended_post_is_not_listed(administrator, places):
    leader = v.officer("small_leader", places.grids[0])
    leader.posts.update(period=between(v.LONG_AGO, v.TODAY.replace(year=2021)))
    page = administrator.text(f"/accounts/?who={leader.username}")
    assert leader.name in page
    assert "small grid leader" not in page


def test_an_account_is_found_by_a_part_of_its_name(administrator, county):
    page = administrator.text(f"/accounts/?who={county.user.name[1:]}")
    assert county.user.name in page
    assert administrator.user.name not in page.split("<tbody>")[1]


def test_a_name_that_nobody_has_says_so(administrator):
    assert "No account has this name" in administrator.text("/accounts/?who=nobody")
    assert "Null characters are not allowed" in administrator.text("/accounts/?who=%00nobody")


def test_those_who_may_sign_in_come_first(administrator, places):
    first = v.user("z")
    first.set_password("x")
    first.save()
    assert (
        administrator.text("/accounts/")
        .split('<th scope="row">')[1]
        .split("</a>")[0]
        .endswith(f">{first.name}")
    )


def test_the_page_asks_a_fixed_number_of_queries(administrator, places, django_assert_max_num_queries):
    for _number in range(5):
        v.officer("cadre", places.west)
    administrator.get("/accounts/")
    with django_assert_max_num_queries(16):
        administrator.get("/accounts/")


def test_a_contact_member_is_told_as_one(administrator, places):
    with owner():
        member = v.member(places.west, ability="able")
    page = administrator.text(f"/accounts/?who={member.user.username}")
    assert "Contact member <small>例西村</small>" in page and "No link yet" in page
    with owner():
        User.objects.filter(pk=member.user_id).update(last_login=v.NOON)
    assert "Needs a new link" in administrator.text(f"/accounts/?who={member.user.username}")
