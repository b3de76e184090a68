"""A checked import of the village's office."""

from django.utils import timezone

from geodata.files.problems import Problem
from geodata.files.table import Table
from geodata.imports.models import ImportPart, ImportRun
from geodata.imports.runs.findings import Change, Entry
from geodata.imports.runs.report import Report
from geodata.imports.runs.store import packed_report, packed_table
from tests.attack.world import Home
from tests.lives import bring

ARGUMENTS: dict[str, str] = {}
NUMBERS = {"imports/": "import", "api/v1/imports/": "import"}
COUNTED = (ImportRun,)


def _import(home: Home) -> int:
    """With everything in it that would give the household away."""
    words, secrets = " ".join(home.known), " ".join(home.secret)
    problem = Problem(2, "户主姓名", secrets, "", "")
    entry = Entry(2, f"{words} {secrets}", words, (Change("phone", secrets, words),))
    told = Report(
        "households", rows=1, new=1, problems=[problem], created=[entry], altered=[entry], gone=[entry]
    )
    table = Table(["户编号", "户主姓名"], [[words], [secrets]], [2], "CSV")
    run = ImportRun.objects.create(
        user=home.people["holder"],
        area=home.area.parent,
        villages=[home.area.parent_id],
        kind="households",
        name=f"{home.known[1]}.csv",
        size=1,
        digest="0" * 64,
        rows=1,
        recognised={"format": "CSV", "sheet": "", "headings": table.headings, "notes": [secrets]},
        mapping={"户编号": "household_no", "户主姓名": "head_name"},
        counts={"problems": 1, "open": 0, "new": 1, "changed": 0},
        uploaded_at=timezone.now(),
    )
    ImportPart.objects.create(run=run, what="table", content=packed_table(table))
    ImportPart.objects.create(run=run, what="report", content=packed_report(told))
    bring(run, ImportRun.State.CHECKED)
    return run.pk


MADE = {"import": _import}
