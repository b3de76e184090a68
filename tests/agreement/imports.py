"""The steps of an office's import once its columns are confirmed, and the ledger of visits."""

from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from geodata.base.periods import today
from geodata.files.table import Table
from geodata.imports.models import ImportPart, ImportRun
from geodata.imports.runs.store import packed_table
from tests import village as v
from tests.agreement.asking import Ask, Door, Outcome, Verb
from tests.agreement.offices import IMPORTED, a_written_one, an_import
from tests.lives import bring


def with_nothing_wrong(ask: Ask) -> int:
    number = an_import(ask)
    counts = {"problems": 0, "open": 0, "new": 1, "changed": 0}
    ImportRun.objects.filter(pk=number).update(counts=counts)
    return number


def by_page(step: str, **form: Any) -> Door:
    return Door("page", lambda ask: ask.page(f"/imports/{ask.thing}/{step}/", form))


def by_api(step: str, **body: Any) -> Door:
    return Door("api", lambda ask: ask.api("POST", f"imports/{ask.thing}/{step}/", body))


UPLOADED = "dddrrrrrrdddrrrrr"
"""Into the own area, wherever it lies."""
ROSTER = "户编号,户主姓名,经度,纬度\n007,例甲,112.505,27.905\n"
PLACED = {"户编号": "household_no", "户主姓名": "head_name", "经度": "lon", "纬度": "lat"}


def upload_page(text: str, kind: str) -> Door:
    def go(ask: Ask) -> Outcome:
        file = SimpleUploadedFile("例.csv", text.encode())
        return ask.page("/imports/new/", {"kind": kind, "file": file})

    return Door("page", go)


def upload_api(text: str, kind: str) -> Door:
    query = f"imports/?{urlencode({'kind': kind, 'name': '例.csv'})}"
    return Door("api", lambda ask: ask.file(query, text.encode()))


def uploading(text: str, kind: str = "households") -> list[Door]:
    return [upload_page(text, kind), upload_api(text, kind)]


def with_coordinates(ask: Ask) -> int:
    """Of the village's office, uploaded and no more."""
    village = ask.stage.village
    table = Table(list(PLACED), [["007"], ["例甲"], ["112.505"], ["27.905"]], [2], "CSV")
    run = ImportRun.objects.create(
        user=v.user(), area=village, villages=[village.pk], kind="households", name="例.csv", size=1,
        digest="0" * 64, rows=1, recognised={"headings": table.headings, "notes": []}, mapping=PLACED,
        uploaded_at=timezone.now(),
    )  # fmt: skip
    ImportPart.objects.create(run=run, what="table", content=packed_table(table))
    return run.pk


def written_already(ask: Ask) -> int:
    number = with_coordinates(ask)
    bring(ImportRun.objects.get(pk=number), "applied", applied_at=timezone.now(), day=today())
    return number


def confirming(mapping: dict[str, str]) -> list[Door]:
    """The page has a field for each column of the file, in their order."""
    form = {f"column.{place}": mapping.get(heading, "") for place, heading in enumerate(PLACED)}
    return [
        by_page("columns", **form),
        Door("api", lambda ask: ask.api("PUT", f"imports/{ask.thing}/mapping/", {"mapping": mapping})),
    ]


NAMED_TWICE = PLACED | {"户主姓名": "household_no"}
CHECKING = [by_page("answers", leave_out="yes"), by_api("check", leave_out=True)]
WRITING = [by_page("apply"), by_api("apply")]
TAKING_BACK = [by_page("undo"), by_api("undo")]


def ledger_page(ask: Ask) -> Outcome:
    return ask.page(f"/visits/?area={ask.stage.village.code}")


def ledger_api(ask: Ask) -> Outcome:
    return ask.api("GET", f"visits/?area={ask.stage.village.code}")


LEDGER = [Door("page", ledger_page), Door("api", ledger_api)]


def wrong(outcomes: str) -> str:
    return outcomes.replace("d", "w")


VERBS = [
    Verb("upload a file", uploading(ROSTER), outcomes=UPLOADED),
    Verb("upload a file without rows", uploading(ROSTER.split("\n")[0]), outcomes=wrong(UPLOADED)),
    Verb("upload a list of leaders", uploading("姓名\n例甲\n", "leaders"), outcomes=UPLOADED),
    Verb("upload a list of departments", uploading("部门代码\nwater\n", "departments"), outcomes=UPLOADED),
    Verb("say what is in which column", confirming(PLACED), with_coordinates, IMPORTED),
    Verb("give two columns one meaning", confirming(NAMED_TWICE), with_coordinates, wrong(IMPORTED)),
    Verb("say it of a written import", confirming(PLACED), written_already, wrong(IMPORTED)),
    Verb("check an import", CHECKING, an_import, IMPORTED),
    Verb("write an import", WRITING, with_nothing_wrong, IMPORTED),
    Verb("write an import with problems", WRITING, an_import, wrong(IMPORTED)),
    Verb("take an import back", TAKING_BACK, a_written_one, IMPORTED),
    Verb("take back what is not written", TAKING_BACK, an_import, wrong(IMPORTED)),
    Verb("look at the ledger", LEDGER, outcomes="dddmmrrrrmmmmmrrr"),
]
