"""Nothing that a person typed becomes a formula, and what we wrote comes back as it was."""

import csv
import io

import pytest
from django.utils import timezone

from geodata.base import texts
from geodata.base.formulas import guarded
from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.exports.extracts.extract import AreaQuestion
from geodata.exports.extracts.formats import FORMATS
from geodata.exports.extracts.registry import EXTRACTS
from geodata.exports.files import lines_as_csv
from geodata.files.dispatch import parse
from geodata.files.table import as_text
from geodata.imports.kinds.households.households import import_households
from geodata.imports.runs.options import Wishes
from geodata.people.models import Household
from tests import village as v
from tests.attack.hostile import NAUGHTY, TEXTS
from tests.roles import owner

NAMES = ["=例", "+例", "-例", "@例", "＝例", "＋例", "－例", "＠例"]


@pytest.mark.parametrize("before", ["", "\t", "\r", "\n", " ", "\u3000", "\r\n"])
def test_what_would_start_a_formula_is_guarded(before):
    texts = [f"{before}{sign}1" for sign in "=+-@＝＋－＠"]
    assert [guarded(text) for text in texts] == [f"'{text}" for text in texts]


@pytest.mark.parametrize("text", ["\tx", "\rx", "\nx"])
def test_so_is_what_a_program_may_leave_out(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "例", "1", "a=1", "–", " 例"])
def test_other_text_stays_as_it_is(text):
    assert guarded(text) == text


def test_no_cell_of_a_csv_starts_one():
    text = b"".join(
        lines_as_csv(["x"], [[each] for each in [*TEXTS, *NAUGHTY] if each[:1] < "\ud800"])
    ).decode()
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert not [row for row in rows if row and row[0][:1] in {*"=+-@＝＋－＠\t\r\n"}]


def test_what_was_guarded_comes_back():
    read = [as_text(text) for text in [*TEXTS, *NAMES]]
    assert [as_text(guarded(text)) for text in read] == read


def test_our_own_roster_comes_back_as_no_change(places: v.County, tmp_path):
    homes = [*places.homes, *(v.household(places.grids[0]) for _name in NAMES[len(places.homes) :])]
    with owner():
        for home, name in zip(homes, NAMES, strict=True):
            Household.objects.filter(pk=home.pk).update(head_name=texts.name(name), address=texts.line(name))
    who = v.officer("county_officer", places.county)
    question = AreaQuestion(scope_of(who, on=today()), places.county, today(), who.name, timezone.localtime())
    with (tmp_path / "households.csv").open("wb") as target:
        FORMATS["csv"].write(EXTRACTS["households"], question, target)
    report = import_households(parse(tmp_path / "households.csv"), on=today(), wishes=Wishes(), apply=False)
    assert (report.new, report.changed, [problem.message for problem in report.problems]) == (0, 0, [])
    assert report.unchanged >= len(NAMES) - 1, "who has moved away is not on the list"
