"""The present text of every function, trigger and row-level policy of ours, one file each; tables' policies in `policies/`.

A change edits the file and adds a migration that installs it:

    operations = [install("household_states")]

Files may be installed again and again, in any order. What cannot be replaced (another result type) or goes away is dropped
by the migration before. Migrations up to 0036 carry texts of their time, which are history and are not read for the law.
`tests/laws/test_sql_files.py` holds files and database together, both ways.

Words that files share, written as psql writes its variables:

    :villages :grids :households :plans   what the scope in force shows: arrays that are read once a query. It is the one
    :departments                          affordable shape of a policy: no function, cast or join for each row. Of a column
                                          of the policy's own table, `village_id = ANY (:villages)` is looked up in a hash
                                          table: an array is searched from its beginning, and a city has 900 villages
    :register_villages :register_grids :register_households   the part of it in which the right to the register holds
    :need_villages :need_grids :need_households   the same of the right to needs
    :entitle_villages :entitle_grids :entitle_households   the same of the right to entitlements, but for posts of departments
    :serve_villages :serve_grids :serve_households   the same of the right to services
    :serve_teams                          teams to which the user belongs
    :campaign_villages :campaign_grids :campaign_households   the same of the right to roll-calls, but for posts of departments
    :export_villages                      where lists may be taken away with details and counts
    :meet_villages                        the same of the right to meetings
    :sensitive_villages :highest_villages   where it is held by a post of the township or above, and of the county
    :needs_at_hand                        what a verb reaches while it runs
    :codes                                the codes of the areas that hold it: a few, whatever is below them
    :me                                   the user of the request
    :zone                                 where it is today
    :written                              the tables that imports write, as the manifests name them: what refers to a row
                                          stands before it. Whoever adds one installs import_tables and note_import again
    :readings :surnames                   how signs and surnames are read (geodata/base/readings.py), as jsonb
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunSQL
from django.db.migrations.state import ProjectState

from geodata.base import readings
from geodata.base.manifest import concepts

FOLDER = Path(__file__).parent
ROWS = "SELECT unnest(nullif(current_setting('gridmap.{}', true), '')::bigint[])"
SHOWN = f"ARRAY({ROWS})"
ARRAYS = (
    "villages",
    "grids",
    "households",
    "plans",
    "departments",
    "register_villages",
    "register_grids",
    "register_households",
    "need_villages",
    "need_grids",
    "need_households",
    "entitle_villages",
    "entitle_grids",
    "entitle_households",
    "serve_villages",
    "serve_grids",
    "serve_households",
    "serve_teams",
    "campaign_villages",
    "campaign_grids",
    "campaign_households",
    "export_villages",
    "meet_villages",
    "sensitive_villages",
    "highest_villages",
    "needs_at_hand",
)
WORDS = {name: SHOWN.format(name) for name in ARRAYS} | {
    "codes": "ARRAY(SELECT unnest(nullif(current_setting('gridmap.codes', true), '')::text[]))",
    "me": "(SELECT nullif(current_setting('gridmap.user', true), '')::bigint)",
}


OF_A_COLUMN = re.compile(rf"(?<![\w.])(\w+) = ANY \(:({'|'.join(ARRAYS)})\)")
"""Not of another table's, with a dot: in a subquery of its own it would become a join."""


@cache
def _readings() -> dict[str, str]:
    return readings.as_json()


def names() -> list[str]:
    """Of all files: functions and triggers first, since policies ask functions."""
    files = (path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.sql"))
    return sorted(files, key=lambda name: ("/" in name, name))


def text(name: str) -> str:
    """What is sent to the database."""
    read = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    # Read now and not at import: manifests are looked for while the settings are still being made.
    words = WORDS | {"zone": f"'{settings.TIME_ZONE}'", "written": f"ARRAY{list(written())}"} | _readings()
    if name.startswith("policies/"):
        read = OF_A_COLUMN.sub(lambda found: f"{found[1]} IN ({ROWS.format(found[2])})", read)
    return re.sub(rf"(?<![:\w]):({'|'.join(words)})\b", lambda word: words[word[1]], read)


class Install(RunSQL):
    """Only the last migration that installs a file does it: on a fresh database the tables that the present text speaks
    of are not there before. Backwards the text stays, unless `undo` says what takes it away."""

    def __init__(self, name: str, undo: str = RunSQL.noop) -> None:
        super().__init__(text(name), undo)
        self.name = name

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if last_installs()[self.name] is self:
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Install geodata/sql/{self.name}.sql"


def written() -> Iterator[str]:
    """Whoever comes later refers to those before: the other way round is from the leaves to the root."""
    return (table for concept in reversed(concepts()) for table in concept.written)


def install(name: str, undo: str = RunSQL.noop) -> Install:
    return Install(name, undo)


@cache
def last_installs() -> dict[str, Install]:
    """By name of the file; in the order in which migrations run, which is not that of their numbers."""
    graph = MigrationLoader(None, ignore_no_migrations=True).graph
    keys = [key for leaf in graph.leaf_nodes("geodata") for key in graph.forwards_plan(leaf)]
    ours = [graph.nodes[key] for key in keys if key[0] == "geodata"]
    operations = [operation for migration in ours for operation in migration.operations]
    return {operation.name: operation for operation in operations if isinstance(operation, Install)}
