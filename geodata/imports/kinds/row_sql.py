"""SQL of the kinds that stand beside households and persons, written from a declaration of what a row means.

In every text `s` is a staged row of `import_row` and `r` the row of the register that it means. What a row leaves empty
says nothing, so that it changes nothing; a row of the register without `since` among its fields keeps its first day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

BY_DAY = "(lower(r.period) = s.since OR s.since IS NULL AND upper_inf(r.period))"
"""A row means what began on its day, or what is open where it says no day."""


@dataclass(frozen=True)
class Field:
    """What a row may change. `says` is what it says, `differs` whether that is another thing than stands now; `was`
    and `becomes` tell both as text. `column` of the register takes it; none where the kind writes it.
    """

    name: str
    column: str
    says: str
    differs: str
    was: str
    becomes: str


def plain(name: str, column: str = "", *, says: str = "") -> Field:
    """A field that stands in the register as in the file. `says`: where a row says it only under a condition."""
    held, said = f'r."{column or name}"', f's."{name}"'
    return compared(name, column or name, says=says or said, holds=held, was=held, becomes=said)


def compared(name: str, column: str, *, says: str, holds: str, was: str, becomes: str) -> Field:
    differs = f"({says}) IS NOT NULL AND ({says}) IS DISTINCT FROM {holds}"
    return Field(name, column, says, differs, was, becomes)


def place(name: str) -> Field:
    """A point, told to a tenth of a metre: files round."""
    was, becomes = (
        f"round(ST_X({row}.{name})::numeric, 6) || ' ' || round(ST_Y({row}.{name})::numeric, 6)"
        for row in "rs"
    )
    differs = f"s.{name} IS NOT NULL AND NOT coalesce(ST_DWithin(s.{name}, r.{name}, 1e-6), false)"
    return Field(name, name, f"s.{name}", differs, was, becomes)


_FIRST, _LAST = "lower(r.period)", "upper(r.period) - 1"
SINCE = compared("since", "", says="s.since", holds=_FIRST, was=_FIRST, becomes="s.since")
UNTIL = compared("until", "", says="s.until", holds=_LAST, was=f"({_LAST})", becomes="s.until")


@dataclass(frozen=True)
class Told:
    """How people call a row: its subject and place, and what is joined for them; `beside` for what its fields become."""

    subject: str
    place: str
    joins: str
    order: str = ""
    beside: str = ""


def of_household(row: str, more: str, joins: str = "") -> Told:
    """Told as `more` of the household that `row` names."""
    return Told(
        f"concat_ws(' ', h.number, h.head_name, {more})",
        "v.name",
        f"""LEFT JOIN geodata_household h ON h.id = {row}.household_id
            LEFT JOIN geodata_area v ON v.id = {row}.village_id {joins}""",
        order="v.code, h.number",
    )


def same(*names: str) -> dict[str, str]:
    """Columns of a new row that stand in the staged one."""
    return {name: f's."{name}"' for name in names}


@dataclass(frozen=True)
class Overlap:
    """Two, `a` and `b`, that may not hold on one day: of one `key`, and where `rule` holds. `of` tells the other, with `joins`.

    `compared`: what a row says and what the register holds besides `key`, a column of both.
    """

    key: str
    compared: Mapping[str, tuple[str, str]]
    rule: str
    of: str = "NULL"
    joins: str = ""


@dataclass(frozen=True)
class RowImporter:
    """Rows of the table that an import writes.

    `key` finds the row that a staged one means. `fresh` are values of a new row where the file says none, `new` its
    columns. `replaces`: which open row ends when a new one begins, with what `ended` sets. `missed`: which rows of
    today are gone when the file leaves them out.
    """

    table: str
    key: str
    new: Mapping[str, str]
    created: Told
    told: Told | None = None
    fields: tuple[Field, ...] = ()
    fresh: Mapping[str, str] = field(default_factory=dict)
    replaces: str = ""
    ended: str = ""
    missed: str = ""
    overlap: Overlap | None = None
    dated: bool = True
    """Does it hold for a period? Else `present` says which rows hold on the day."""
    present: str = "r.period @> %(on)s"

    @property
    def match(self) -> str:
        """Find what each row means, what is new, what would change and what ends."""
        usual = ", ".join(f'"{name}" = coalesce("{name}", {value})' for name, value in self.fresh.items())
        texts = [
            f"UPDATE import_row s SET target = r.id FROM {self.table} r WHERE {self.key}",
            "UPDATE import_row SET fresh = target IS NULL",
        ]
        if usual:
            texts.append(f"UPDATE import_row SET {usual} WHERE fresh")
        if self.replaces:
            texts.append(f"""
                UPDATE import_row s SET former = r.id FROM {self.table} r
                WHERE s.fresh AND s.until IS NULL AND upper_inf(r.period) AND lower(r.period) < s.since AND {self.replaces}
            """)
        if self.fields:
            changed = ", ".join(f"CASE WHEN {one.differs} THEN '{one.name}' END" for one in self.fields)
            texts.append(f"""
                UPDATE import_row s SET changes = array_remove(ARRAY[{changed}], NULL)
                FROM {self.table} r WHERE r.id = s.target
            """)
        return ";".join(texts)

    @property
    def backwards(self) -> str:
        """Rows that end before they begin."""
        return f"""
            SELECT s.line, s.until::text FROM import_row s LEFT JOIN {self.table} r ON r.id = s.target
            WHERE s.until < coalesce(s.since, lower(r.period)) ORDER BY s.line
        """

    @property
    def clash(self) -> str:
        """Rows that would hold beside another of the file, told with its line, or of the register, as both would be."""
        assert self.overlap is not None
        two, first = self.overlap, "coalesce(lower(r.period), s.since)"
        said = ", ".join(f'{row} AS "{name}"' for name, (row, _register) in two.compared.items())
        held = ", ".join(register for _row, register in two.compared.values())
        return f"""
            WITH after AS (
                SELECT s.line, s.{two.key}, {said}, daterange({first}, coalesce(s.until + 1, upper(r.period))) AS period
                FROM import_row s LEFT JOIN {self.table} r ON r.id = s.target
                WHERE NOT coalesce({first} > s.until, false)
                UNION ALL
                SELECT NULL, r.{two.key}, {held}, CASE WHEN f.line IS NULL THEN r.period ELSE daterange(lower(r.period), f.since) END
                FROM {self.table} r LEFT JOIN import_row f ON f.former = r.id
                WHERE r.{two.key} IN (SELECT {two.key} FROM import_row)
                  AND NOT EXISTS (SELECT FROM import_row t WHERE t.target = r.id)
            )
            SELECT DISTINCT ON (a.line) a.line, concat_ws(' ', {two.of}, b.period::text), b.line::text
            FROM after a JOIN after b ON b.{two.key} = a.{two.key} AND b.period && a.period AND ({two.rule})
             AND (b.line IS NULL OR b.line < a.line)
            {two.joins} WHERE a.line IS NOT NULL ORDER BY a.line, b.line
        """

    @property
    def new_ones(self) -> str:
        """New rows as (line, subject, place)."""
        told = self.created
        return f"""
            SELECT s.line, {told.subject}, {told.place} FROM import_row s {told.joins} WHERE s.fresh ORDER BY s.line
        """

    @property
    def altered(self) -> str:
        """Changed rows as (line, subject, place, field, was, becomes)."""
        assert self.told is not None
        values = ", ".join(f"('{one.name}', {one.was}::text, {one.becomes}::text)" for one in self.fields)
        return f"""
            SELECT s.line, {self.told.subject}, {self.told.place}, f.field, coalesce(f.was, ''), coalesce(f.becomes, '')
            FROM import_row s JOIN {self.table} r ON r.id = s.target {self.told.joins} {self.told.beside}
            CROSS JOIN LATERAL (VALUES {values}) f (field, was, becomes)
            WHERE f.field = ANY (s.changes) ORDER BY s.line, f.field
        """

    @property
    def gone(self) -> str:
        """Rows of the register that hold on the day and that the file leaves out, as (line, subject, place)."""
        assert self.told is not None
        return f"""
            SELECT NULL, {self.told.subject}, {self.told.place} FROM {self.table} r {self.told.joins}
            WHERE {self.missed} AND {self.present}
              AND NOT EXISTS (SELECT FROM import_row t WHERE t.target = r.id)
              AND NOT EXISTS (SELECT FROM import_row f WHERE f.former = r.id) ORDER BY {self.told.order}, r.id
        """

    @property
    def write(self) -> str:
        """What is ended and changed goes before what is new: two may not hold on one day at any moment."""
        texts = []
        if self.replaces:
            texts.append(f"""
                UPDATE {self.table} r SET period = daterange(lower(r.period), s.since){self.ended}
                FROM import_row s WHERE r.id = s.former
            """)
        if self.fields:
            texts.append(self._update)
        texts.append(f"""
            INSERT INTO {self.table} ({", ".join(f'"{name}"' for name in self.new)})
            SELECT {", ".join(self.new.values())} FROM import_row s WHERE s.fresh ORDER BY s.line
        """)
        return ";".join(texts)

    @property
    def _update(self) -> str:
        names = [one.name for one in self.fields if one.column or one in (SINCE, UNTIL)]
        columns = [
            f"""\"{one.column}" = CASE WHEN '{one.name}' = ANY (s.changes) THEN {one.says} ELSE r."{one.column}" END"""
            for one in self.fields
            if one.column
        ]
        if not self.dated:
            return self._set(columns, names)
        first, last = (
            f"CASE WHEN '{name}' = ANY (s.changes) THEN s.{name}{more} ELSE {end}(r.period) END"
            for name, more, end in (("since", "", "lower"), ("until", " + 1", "upper"))
        )
        columns.append(f"period = daterange({first}, {last})")
        return self._set(columns, names)

    def _set(self, columns: Sequence[str], names: Sequence[str]) -> str:
        return f"""
            UPDATE {self.table} r SET {", ".join(columns)}
            FROM import_row s WHERE r.id = s.target AND s.changes && '{{{",".join(names)}}}'
        """


def twice(key: str, value: str) -> str:
    """Rows whose `key` an earlier one has, told by `value`, with its line."""
    return f"""
        SELECT line, value, first FROM (
            SELECT line, {value} AS value, first_value(line) OVER (PARTITION BY {key} ORDER BY line) AS first
            FROM import_row WHERE {key} IS NOT NULL
        ) t WHERE line <> first ORDER BY line
    """


def acting(area: str) -> str:
    """The code of the area of each row: where its person acts."""
    return f"SELECT s.line, a.code FROM import_row s JOIN geodata_area a ON a.id = s.{area}"
