"""Everything that is held about one household: every table that leads to one, and nothing of another's."""

import io
import re
import uuid

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Field, ForeignKey, IntegerField, JSONField, Model
from django.utils import timezone
from django.utils.translation import override
from pghistory.models import Event
from pypdf import PdfReader

from geodata.audit.models import AccessEntry
from geodata.base import holding
from geodata.base.errors import NotAllowed, NotFound
from geodata.base.lifecycle import Step
from geodata.base.manifest import concepts
from geodata.base.periods import since, today
from geodata.base.scope import Grant, Right, Scope
from geodata.exports.everything import Everything, everything, sections_of
from geodata.papers.everything import pages
from geodata.people.models import Absence, Household, Livelihood, Resident
from geodata.people.placing import occupy
from geodata.register.models import RegisterChange
from geodata.visits.held import HeldVisit
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.django_db
HAN = re.compile(r"[\u4e00-\u9fff]")
HELD = {held.model.rpartition(".")[2]: held for concept in concepts() for held in concept.held}


def tables() -> list[type[Model]]:
    return [model for model in apps.get_app_config("geodata").get_models() if not issubclass(model, Event)]


def names_households(model: type[Model]) -> bool:
    """By a key, by its token, or by a list of keys."""
    return any(
        getattr(field, "related_model", None) is Household
        or (isinstance(field, ArrayField) and field.name == "households")
        for field in model._meta.concrete_fields
    )


def keys_of(model: type[Model]) -> set[type[Model]]:
    return {field.related_model for field in model._meta.concrete_fields if isinstance(field, ForeignKey)}


def leading() -> set[str]:
    """Tables that lead to a household, in one step or through a table that belongs to one household."""
    found = {model for model in tables() if names_households(model)}
    return {model.__name__ for model in found | {one for one in tables() if keys_of(one) & found}}


def test_every_table_that_leads_to_a_household_is_in_its_extract_or_says_why_not():
    """A new one fails here: name it under `held` in the manifest of its concept."""
    assert leading() - set(HELD) == set()
    assert {"HeldVisit", "HeldVisitStep", "AccessEntry", "Household"} <= set(HELD)


@pytest.mark.parametrize("name", HELD)
def test_what_a_manifest_names_can_be_asked(name, places):
    whom = holding.Household(places.homes[0].pk, [places.homes[0].token])
    if HELD[name].left_out:
        assert str(HELD[name].left_out)
    else:
        list(holding.entries(HELD[name], whom))
        assert holding.columns(HELD[name])


def columns_of(name: str) -> list[Field]:
    held = HELD[name]
    return [] if held.left_out else holding.columns(held)


WRITTEN = {
    "Household": "number head_name group address building entrance door phones token", "TokenAlias": "token",
    "Resident": "name relation phone", "Livelihood": "what unit", "Absence": "where phone", "Visit": "note void_reason",
    "HeldVisit": "token note reason", "CareRecord": "source", "PairingLine": "words", "RegisterChange": "reason",
    "Need": "number title text source_number result", "Dispute": "mediator_name", "Supervision": "note answer",
    "Assignment": "number task household_number place reason answer", "Consultation": "participants result",
    "ServiceOrder": "number text place result",
    "ListRow": "number name place",
    "AgencyService": "what agent handed_in where",
}  # fmt: skip
"""Texts that people write, and the marks by which they know things."""
COUNTED = {
    "Attachment": "size", "ListRow": "line",
    "Household": "size", "Resident": "birth_year", "CareRecord": "notice_days", "Visit": "person_times",
    "PairingLine": "metres former_metres", "Need": "reopened", "ServiceOrder": "persons trips", "CampaignTarget": "attempts",
}  # fmt: skip
CODED = (CharField, IntegerField, ArrayField, JSONField)


@pytest.mark.parametrize("name", HELD)
def test_what_could_be_a_code_or_a_key_is_told_in_words(name):
    """A new column fails here: give it choices, say it in words in the manifest (`words`), or name it as written or counted."""
    told = {
        *WRITTEN.get(name, "").split(),
        *COUNTED.get(name, "").split(),
        *holding.words_of(HELD[name]),
        "reason",
    }
    bare = [each for each in columns_of(name) if isinstance(each, CODED) and each.name not in told]
    without = [each.name for each in bare if not (each.choices or getattr(each, "base_field", each).choices)]
    assert without == []


def chosen() -> list[tuple[str, str, str]]:
    """Every code of a choice, and every state and move, with what the extract calls it."""
    found = [
        (f"{name}.{each.name}", str(code), str(label))
        for name in HELD
        for each in columns_of(name)
        for code, label in getattr(each, "base_field", each).flatchoices
        if code not in ("", None)
    ]
    steps = [holding.model_of(held) for held in HELD.values()]
    lives = [(model.__name__, model.life) for model in steps if issubclass(model, Step)]
    codes = {(who, str(move)) for who, life in lives for moves in life.table.values() for move in moves}
    codes |= {(who, str(state)) for who, life in lives for state in life.table}
    called = {who: life.words["move"] | life.words["before"] for who, life in lives}
    return found + [(who, code, called[who].get(code, "")) for who, code in sorted(codes)]


def test_every_code_has_a_word_in_chinese():
    with override("zh-hans"):
        assert [each for each in chosen() if not HAN.search(each[2])] == []


@pytest.fixture
def told(places):
    """homes[0] with something of many kinds, homes[1] with the same under another mark."""
    with owner():
        for mark, home in (("此户", places.homes[0]), ("他户", places.homes[1])):
            near = {"household": home, "village_id": home.village_id}
            Resident.objects.create(**near, name=f"例{mark}甲", birth_year=1950)
            Livelihood.objects.create(**near, kind="crop", what=f"水稻{mark}", scale=3, unit="亩")
            Absence.objects.create(**near, period=since(today()), where=f"长沙{mark}")
            v.visit(home, today(), by=v.user(f"干部{mark}"), note=f"走访{mark}")
            HeldVisit.objects.create(
                client_id=uuid.uuid4(), maker=v.user(), village_id=home.village_id, token=home.token, day=today(),
                mode="door", outcome="met", why="right", received_at=timezone.now(), note=f"补录{mark}",
            )  # fmt: skip
            RegisterChange.objects.create(
                body_hash="0" * 64, kind="corrected", village=home.village, household=home, households=[home.pk],
                payload={"phones": [f"电话{mark}"]}, effective_on=today(), proposed_by=v.user(), proposed_at=v.NOON,
            )  # fmt: skip
            Household.objects.filter(pk=home.pk).update(address=f"旧址{mark}")
            Household.objects.filter(pk=home.pk).update(address=f"新址{mark}")
    return places


def words(home: Household) -> str:
    cells = [
        f"{label} {value}"
        for section in sections_of(home)
        for entry in section.entries
        for label, value in entry.cells
    ]
    return "\n".join(cells)


@pytest.mark.parametrize(
    "what", ["例{}甲", "水稻{}", "长沙{}", "走访{}", "补录{}", "电话{}", "新址{}", "旧址{}"]
)
def test_it_holds_the_households_own_and_nothing_of_anothers(told, what):
    mine = words(told.homes[0])
    assert what.format("此户") in mine
    assert "他户" not in mine


CODES = re.compile(r"[a-z]+_[a-z_]+|\b(?:met|door|lived_in|crop|wgs84|confirm|proposed|phones|death)\b")


def test_its_paper_has_no_code_and_no_key(told):
    """Whatever it tells of a change, a visit or a step is told in words, at home and on paper."""
    home = told.homes[0]
    with owner():
        Household.objects.filter(pk=home.pk).update(point_datum="wgs84")
        change = RegisterChange.objects.get(household=home)
        RegisterChange.objects.filter(pk=change.pk).update(state="confirmed", decided_at=v.NOON)
        change.steps.create(by=v.user(), at=v.NOON, move="confirm", before="proposed", after="confirmed")
        RegisterChange.objects.create(
            body_hash="0" * 64, kind="new_head", village=home.village, household=home, households=[home.pk],
            payload={"why": "death", "head_name": "林例子"}, effective_on=today(), proposed_by=v.user(), proposed_at=v.NOON,
        )  # fmt: skip
    with override("zh-hans"):
        text = words(home)
        pdf = pages(Everything(home, list(sections_of(home))), by="例甲", at=timezone.now())
        read = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    tokens = re.compile("|".join(Household.objects.filter(pk=home.pk).values_list("token", flat=True)))
    assert CODES.findall(tokens.sub("", text)) == CODES.findall(tokens.sub("", read)) == []
    assert "户主去世" in text
    assert "林例子" in read


def test_former_values_say_until_when_they_held(told):
    section = next(one for one in sections_of(told.homes[0]) if one.entries)
    former = [dict(entry.cells) for entry in section.entries if entry.until]
    assert "旧址此户" in {value for cells in former for value in cells.values()}


def scope(right: Right, home: Household) -> Scope:
    return Scope((Grant(rights=frozenset({right, Right.HOUSEHOLDS}), villages=frozenset({home.village_id})),))


def test_it_needs_details_and_leaves_an_entry(places):
    home, who = places.homes[0], v.user()
    with pytest.raises(NotAllowed):
        everything(home.token, by=who, scope=scope(Right.PLAN, home), at=timezone.now())
    with pytest.raises(NotFound):
        everything(home.token, by=who, scope=scope(Right.DETAILS, places.homes[3]), at=timezone.now())
    everything(home.token, by=who, scope=scope(Right.DETAILS, home), at=timezone.now())
    with owner():
        entry = AccessEntry.objects.get(action="export")
    assert (entry.user, entry.subject, entry.details["list"]) == (who, home.token, "everything")


def test_what_came_to_it_by_a_former_token_belongs_to_it(places):
    home = places.homes[0]
    with owner():
        occupy(household=home, occupancy="seasonal", on=today())
        home.aliases.create(token="a-former-token", village_id=home.village_id)
        HeldVisit.objects.create(
            client_id=uuid.uuid4(), maker=v.user(), village_id=home.village_id, token="a-former-token", day=today(),
            mode="door", outcome="met", why="right", received_at=timezone.now(), note="旧码",
        )  # fmt: skip
    assert "旧码" in words(home)
