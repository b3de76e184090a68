"""The command for what stands beside households."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from geodata.audit.models import AccessEntry
from geodata.contacts.models import Member
from tests.imports.rows import WEST
from tests.village import county, member, officer, user

pytestmark = pytest.mark.django_db


def run(kind: str, path: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("import_rows", kind, path, *options, language="en", stdout=out)
    return out.getvalue()


def file(folder: Path, text: str) -> Path:
    path = folder / "rows.csv"
    path.write_text(text)
    return path


def test_a_dry_run_writes_nothing_and_says_how_to_write(tmp_path: Path) -> None:
    county()
    path = file(tmp_path, f"村编码,党员姓名,所属支部\n{WEST},例新,例支部\n")
    assert "--apply" in run("members", path)
    assert not Member.objects.exists()
    assert "Written." in run("members", path, "--apply")
    assert Member.objects.get().user.name == "例新"


def test_a_question_stops_the_command_and_names_its_answers(tmp_path: Path) -> None:
    places = county()
    name = member(places.west).user.name
    path = file(tmp_path, f"村编码,党员姓名,联户上限\n{WEST},{name},5\n")
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_rows", "members", path, "--apply", language="en", stdout=out)
    assert "--answer person=same" in out.getvalue()
    assert "Written." in run("members", path, "--apply", "--answer", "person=same")


def test_who_enters_a_ledger_has_to_have_an_account(tmp_path: Path) -> None:
    places = county()
    row = f"村编码,户编号,走访日期,走访人\n{WEST},{places.homes[0].number},2026-02-03,{member(places.west).user.username}\n"
    with pytest.raises(CommandError):
        run("visits", file(tmp_path, row), "--by", "nobody")
    document = json.loads(run("visits", file(tmp_path, row), "--by", user().username, "--apply", "--json"))
    assert (document["what"], document["new"], document["applied"]) == ("visits", 1, True)


def test_posts_that_a_list_fills_and_ends_are_on_record(tmp_path: Path) -> None:
    places = county()
    grid, clerk = places.grids[0], user()
    head = "网格编码,职务,姓名,任职日期,离任日期,登录名"
    holder = officer("small_leader", grid)
    ends = f"{head}\n{grid.code},网格长,{holder.name},2020-01-01,2026-02-01,{holder.username}\n"
    run("leaders", file(tmp_path, ends), "--apply", "--answer", "person=same")
    entry = AccessEntry.objects.get()
    assert (entry.user, entry.action, entry.subject) == (None, "post_ended", holder.username)
    assert entry.details == {"post": "small_leader", "area": grid.code, "by": "command"}
    begins = f"{head}\n{grid.code},网格长,例长,2026-03-01,,\n"
    run("leaders", file(tmp_path, begins), "--apply", "--by", clerk.username)
    assert AccessEntry.objects.get(user=clerk).action == "post_filled"


def test_a_dry_run_leaves_no_entry(tmp_path: Path) -> None:
    places = county()
    row = f"网格编码,职务,姓名,任职日期\n{places.grids[0].code},网格长,例长,2026-03-01\n"
    run("leaders", file(tmp_path, row))
    assert not AccessEntry.objects.exists()
