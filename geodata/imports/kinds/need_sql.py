"""What is asked of the staged rows of a list of needs, as sets."""

from django.utils.translation import gettext_lazy

from geodata.imports.kinds.row_kind import Fault
from geodata.imports.kinds.row_sql import RowImporter, of_household, twice

COLUMNS = {
    "key": "text",
    "grid": "text",
    "grid_id": "bigint",
    "raised_on": "date",
    "kind": "text",
    "category_said": "text",
    "category": "text",
    "urgency": "integer",
    "title": "text",
    "text": "text",
    "place": "text",
    "source": "text",
    "source_number": "text",
    "state": "text",
    "level": "integer",
    "result": "text",
    "settled_on": "date",
    "answer": "text",
    "due": "date",
    "sensitive": "boolean",
    "client_id": "uuid",
}
SETTLED = "('done', 'followed_up', 'closed')"
# Of a row without a household: the grid that it names, the one whose name stands in the place, or the only one of the village.
FIND_GRIDS = """
    UPDATE import_row s SET grid_id = a.id FROM geodata_area a
    WHERE s.household_id IS NULL AND a.level = 'grid' AND a.parent_id = s.village_id AND a.period @> %(on)s
      AND s.grid IN (a.code, a.name, right(a.code, 3));
    UPDATE import_row s SET grid_id = f.id FROM (
        SELECT s.line, min(a.id) AS id FROM import_row s
        JOIN geodata_area a ON a.parent_id = s.village_id AND a.level = 'grid' AND a.period @> %(on)s
        WHERE s.household_id IS NULL AND s.number IS NULL AND s.grid IS NULL AND s.head_name IS NULL
          AND (strpos(s.place, a.name) > 0
               OR (SELECT count(*) FROM geodata_area o
                   WHERE o.parent_id = s.village_id AND o.level = 'grid' AND o.period @> %(on)s) = 1)
        GROUP BY s.line HAVING count(*) = 1
    ) f WHERE f.line = s.line;
"""
HEADS = "SELECT line, head_name FROM import_row WHERE number IS NULL ORDER BY line"
UNPLACED = """
    SELECT s.line, s.head_name, s.grid, (
        SELECT string_agg(h.number, ', ' ORDER BY h.number) FROM geodata_household h
        WHERE h.village_id = s.village_id AND h.head_name = s.head_name)
    FROM import_row s
    WHERE s.fresh AND s.number IS NULL AND s.grid_id IS NULL AND s.village_id IS NOT NULL ORDER BY s.line
"""
BEGINS = f"""
    UPDATE import_row SET state = CASE WHEN settled_on IS NULL THEN 'new' ELSE 'done' END WHERE fresh AND state IS NULL;
    UPDATE import_row SET due = NULL WHERE fresh AND state IN {SETTLED};
"""
NAMED = """
    SELECT s.line, v.code, coalesce(s.number, s.grid_id::text, ''), coalesce(s.key, ''), s.source, s.raised_on, s.category,
           s.title, s.text
    FROM import_row s JOIN geodata_area v ON v.id = s.village_id ORDER BY s.line
"""
SQL = RowImporter(
    table="geodata_need",
    key="""r.village_id = s.village_id AND (
        r.client_id = s.client_id OR r.number = s.key
        OR s.source_number <> '' AND r.source = s.source AND r.source_number = s.source_number)""",
    new={},
    created=of_household("s", "s.raised_on::text, s.title"),
)
TOO_HIGH = """
    SELECT line, level FROM import_row
    WHERE fresh AND (level = 2 AND village_id <> ALL (%(township)s::bigint[])
                     OR level = 3 AND village_id <> ALL (%(county)s::bigint[])) ORDER BY line
"""
READY = f"""
    SELECT client_id, village_id, grid_id, household_id, raised_on, kind, category, urgency, title, text, place, source,
           coalesce(nullif(source_number, ''), key, ''),
           CASE WHEN state IN ('consulting', 'assigned') THEN 'in_progress' ELSE state END, level, result,
           CASE WHEN state IN {SETTLED} THEN settled_on END, answer, due
    FROM import_row WHERE fresh ORDER BY line
"""
PROBLEMS: tuple[Fault, ...] = (
    Fault("need_text", gettext_lazy("The row does not say what it is about."), gettext_lazy("Add a title or a text."),
          "SELECT line FROM import_row WHERE fresh AND title = '' AND text = '' ORDER BY line"),
    Fault("raised_on", gettext_lazy("The row names no day."), gettext_lazy("Add the day on which it was raised."),
          "SELECT line FROM import_row WHERE raised_on IS NULL ORDER BY line"),
    Fault("need_category", gettext_lazy("The row names no category."), gettext_lazy("Add what it is about."),
          "SELECT line FROM import_row WHERE category_said IS NULL ORDER BY line"),
    Fault("sensitive", gettext_lazy("A list brings no sensitive need: it would lie open in the file."),
          gettext_lazy("Leave the row out, and record it on the page of needs."),
          "SELECT line FROM import_row WHERE fresh AND sensitive ORDER BY line"),
    Fault("need_key", gettext_lazy("The same need appears in the file twice."),
          gettext_lazy("Keep one: the other is in line %(line)s."),
          twice("coalesce(target::text, client_id::text)", "coalesce(key, raised_on::text)")),
    Fault("need_key", gettext_lazy("This need is recorded with different content."),
          gettext_lazy("What a need says never changes: give the row a number of its own, or leave it out."), """
    SELECT s.line, coalesce(s.key, '') FROM import_row s JOIN geodata_need r ON r.id = s.target
    JOIN geodata_needcategory c ON c.id = r.category_id
    WHERE (r.raised_on, r.kind, c.code) IS DISTINCT FROM (s.raised_on, s.kind, s.category)
       OR r.household_id IS DISTINCT FROM s.household_id
       OR r.title <> '' AND r.title <> s.title
       OR r.text <> '' AND r.text <> concat_ws(E'\\n', nullif(s.place, ''), nullif(s.text, '')) ORDER BY s.line"""),
    Fault("need_state", gettext_lazy("A list brings no need that was declined, withdrawn or merged."),
          gettext_lazy("Leave the row out."),
          "SELECT line FROM import_row WHERE fresh AND state IN ('declined', 'withdrawn', 'merged') ORDER BY line"),
    Fault("settled_on", gettext_lazy("A need that is done says since which day."),
          gettext_lazy("Add the day on which it was settled."),
          f"SELECT line FROM import_row WHERE fresh AND state IN {SETTLED} AND settled_on IS NULL ORDER BY line"),
    Fault("settled_on", gettext_lazy("It was settled before it was raised."), gettext_lazy("Correct the days."),
          "SELECT line, settled_on::text FROM import_row WHERE fresh AND settled_on < raised_on ORDER BY line"),
    Fault("need_result", gettext_lazy("A need that is done says what was done."), gettext_lazy("A few words are enough."),
          f"SELECT line FROM import_row WHERE fresh AND state IN {SETTLED} AND result = '' ORDER BY line"),
    Fault("need_answer", gettext_lazy("Those concerned have answered before it was done."),
          gettext_lazy("Correct the state, or leave the answer out."), f"""
    SELECT line FROM import_row WHERE fresh AND answer <> 'none' AND state NOT IN {SETTLED} ORDER BY line"""),
    Fault("due", gettext_lazy("It is due before it was raised."), gettext_lazy("Correct the days."),
          "SELECT line, due::text FROM import_row WHERE fresh AND due < raised_on ORDER BY line"),
)  # fmt: skip
REMARKS = (
    Fault("need_state", gettext_lazy("It has come another way here; a list moves nothing on."),
          gettext_lazy("Move it on its own page."), """
    SELECT s.line, s.state FROM import_row s JOIN geodata_need r ON r.id = s.target
    WHERE s.state <> r.state ORDER BY s.line"""),
    Fault("due", gettext_lazy("It is late already, and is escalated at once."),
          gettext_lazy("Leave the day out to let the county's deadline begin now."), """
    SELECT line, due::text FROM import_row WHERE fresh AND due < %(on)s ORDER BY line"""),
)  # fmt: skip
