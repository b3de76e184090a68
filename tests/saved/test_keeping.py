"""A view keeps the question and no answer; who opens it is asked again, and nothing that was typed is kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from geodata.accounts.models import User
from geodata.audit.models import AccessEntry
from geodata.base.errors import BadInput, Conflict, DomainError, NotAllowed, NotFound
from geodata.base.periods import today
from geodata.base.scope import Scope
from geodata.contacts.rights import scope_of
from geodata.posts.models import Post
from geodata.saved import keeping
from geodata.saved.models import SavedView
from tests import village as v

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.owner("the first line alone; tests/laws and tests/agreement ask the second"),
]


@pytest.fixture
def made() -> v.County:
    return v.county()


def officer(kind: Post.Kind, area: Any) -> tuple[User, Scope]:
    user = v.officer(kind, area)
    return user, scope_of(user, on=today())


@pytest.fixture
def town(made: v.County) -> tuple[User, Scope]:
    return officer(Post.Kind.TOWNSHIP_OFFICER, made.town)


@pytest.fixture
def west(made: v.County) -> tuple[User, Scope]:
    return officer(Post.Kind.VILLAGE_OFFICER, made.west)


def save(who: tuple[User, Scope], **more: Any) -> SavedView:
    told = {"name": "逾期户", "page": "gaps", "query": "gap=overdue"} | more
    return keeping.save_view(**told, by=who[0], scope=who[1])


def test_what_was_typed_is_not_kept(town: tuple[User, Scope]):
    view = save(
        town, query="?gap=overdue&q=王小例&page=3&area=430382100&at=\n", position="#at=27.9,112.5,14&x=<b>"
    )
    assert view.query == "gap=overdue&area=430382100"
    assert view.position == "at=27.9,112.5,14"


def test_a_map_against_an_earlier_day_is_kept_with_that_day(town: tuple[User, Scope]):
    view = save(town, page="coverage", query="by=village&than=2026-10-01")
    assert keeping.open_view(view, scope=town[1]).query == "by=village&than=2026-10-01"


def test_it_opens_with_the_readers_scope(made: v.County, town: tuple[User, Scope], west: tuple[User, Scope]):
    view = save(town, query=f"area={made.town.code}&gap=overdue", shared_with=made.town.code)
    assert keeping.open_view(view, scope=town[1]).query == f"area={made.town.code}&gap=overdue"
    assert keeping.views_of(*west) == [view]
    assert keeping.open_view(view, scope=west[1]).query == "gap=overdue"


def test_whoever_has_no_post_in_the_area_finds_nothing(
    made: v.County, town: tuple[User, Scope], west: tuple[User, Scope]
):
    view = save(town, shared_with=made.west.code)
    east = officer(Post.Kind.VILLAGE_OFFICER, made.east)
    assert keeping.views_of(*west) == [view]
    assert keeping.views_of(*east) == []
    with pytest.raises(NotFound):
        keeping.find_view(view.pk, scope=east[1], by=east[0])


def test_a_copy_is_asked_again_and_is_the_readers_own(
    made: v.County, town: tuple[User, Scope], west: tuple[User, Scope]
):
    view = save(town, query=f"area={made.town.code}&gap=overdue", shared_with=made.town.code, pinned=True)
    save(west)
    copy = keeping.copy_view(view.pk, scope=west[1], by=west[0])
    assert (copy.owner, copy.name, copy.query, copy.pinned, copy.shared_with) == (
        west[0], "逾期户 2", "gap=overdue", False, "",
    )  # fmt: skip
    keeping.delete_view(view.pk, by=town[0])
    assert SavedView.objects.filter(pk=copy.pk).exists()


def test_a_page_that_is_no_longer_open_opens_for_nobody(town: tuple[User, Scope]):
    view = save(town, pinned=True)
    assert keeping.pinned_of(*town) == [view]
    assert keeping.pinned_of(town[0], Scope()) == []
    with pytest.raises(NotAllowed):
        keeping.open_view(view, scope=Scope())


def test_sharing_is_on_record_and_says_of_no_name(made: v.County, town: tuple[User, Scope]):
    view = save(town)
    assert not AccessEntry.objects.exists()
    for code in (made.west.code, made.east.code, made.east.code, ""):
        keeping.change_view(view.pk, shared_with=code, by=town[0], scope=town[1])
    left = list(AccessEntry.objects.order_by("at", "pk").values_list("action", "subject"))
    assert sorted(left) == sorted(
        [
            ("view_shared", made.west.code), ("view_unshared", made.west.code),
            ("view_shared", made.east.code), ("view_unshared", made.east.code),
        ]
    )  # fmt: skip
    assert all(entry.details == {"page": "gaps"} for entry in AccessEntry.objects.all())


def test_deleting_a_shared_one_is_on_record(made: v.County, town: tuple[User, Scope]):
    keeping.delete_view(save(town, shared_with=made.west.code).pk, by=town[0])
    assert list(AccessEntry.objects.values_list("action", flat=True).order_by("action")) == [
        "view_shared",
        "view_unshared",
    ]


Call = Callable[[tuple[User, Scope]], Any]
REFUSED: list[tuple[str, type[DomainError], Call]] = [
    ("no such page", BadInput, lambda who: save(who, page="nowhere")),
    ("a page of others", NotAllowed, lambda who: save(who, page="records")),
    ("no name", BadInput, lambda who: save(who, name=" ")),
    ("a long name", BadInput, lambda who: save(who, name="长" * 61)),
    (
        "many filters",
        BadInput,
        lambda who: save(who, query="&".join(f"a{'b' * (n % 20)}=1234567890" for n in range(80))),
    ),
    ("a neighbour's area", NotFound, lambda who: save(who, shared_with="430382999")),
    ("the county", NotFound, lambda who: save(who, shared_with="430382")),
    ("a name twice", BadInput, lambda who: [save(who), save(who)]),
]


@pytest.mark.parametrize(("kind", "call"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED])
def test_what_cannot_be_saved(town: tuple[User, Scope], kind: type[DomainError], call: Call):
    with pytest.raises(kind):
        call(town)


def test_anothers_is_neither_changed_nor_deleted(
    made: v.County, town: tuple[User, Scope], west: tuple[User, Scope]
):
    view = save(town, shared_with=made.town.code)
    with pytest.raises(NotFound):
        keeping.change_view(view.pk, name="别名", by=west[0], scope=west[1])
    with pytest.raises(NotFound):
        keeping.find_own(view.pk, by=west[0], scope=west[1])
    with pytest.raises(NotFound):
        keeping.delete_view(view.pk, by=west[0])


def test_nobody_keeps_more_than_fifty(town: tuple[User, Scope]):
    SavedView.objects.bulk_create(
        SavedView(owner=town[0], name=str(n), page="gaps", changed_at=timezone.now())
        for n in range(keeping.MOST)
    )
    with pytest.raises(Conflict):
        save(town)
