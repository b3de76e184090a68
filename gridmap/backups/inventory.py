"""All that a database holds: rows and what guards them. Two inventories tell whether a restore is whole.

Rows alone say little: a restore may have every row and lack a policy, a trigger, a grant.
"""

import re
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

Inventory = dict[str, dict[str, str]]
"""By kind and name, the definition as PostgreSQL tells it; of "rows" and "sequences", the figures."""

OURS = """
    {n}.nspname <> 'information_schema' AND {n}.nspname NOT LIKE 'pg\\_%'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = {o}.oid AND d.deptype = 'e')"""
"""Neither the system's nor an extension's."""
RELATION = "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
OUR_RELATION = OURS.format(n="n", o="c")
ACL = """coalesce((SELECT string_agg(format('%s %s%s', coalesce(r.rolname, 'public'), a.privilege_type,
    CASE WHEN a.is_grantable THEN ' (may grant)' ELSE '' END), ', ' ORDER BY r.rolname, a.privilege_type)
    FROM aclexplode(coalesce({acl}, acldefault({kind}, {owner}))) a LEFT JOIN pg_roles r ON r.oid = a.grantee), '')"""
"""Rights that are written down and the same ones that come by default are told alike: a dump leaves the former out."""
RELATION_KIND = """CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END"""

QUESTIONS = {
    "tables": f"""
        SELECT format('%I.%I', n.nspname, c.relname), c.relkind::text || ' of ' || pg_get_userbyid(c.relowner) || ': ' || coalesce(
            string_agg(format('%I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, coalesce(' ' || pg_get_expr(e.adbin, e.adrelid), ''),
                a.attidentity::text || a.attgenerated::text || ' ' || a.attstorage::text), ', ' ORDER BY a.attname), '')
        {RELATION} LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef e ON e.adrelid = c.oid AND e.adnum = a.attnum
        WHERE c.relkind IN ('r', 'p', 'v', 'm') AND {OUR_RELATION} GROUP BY n.nspname, c.relname, c.relkind, c.relowner""",
    "constraints": f"""
        SELECT format('%I.%I', c.relname, k.conname), pg_get_constraintdef(k.oid)
            || CASE WHEN k.convalidated THEN '' ELSE ' (not checked)' END
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {OUR_RELATION}""",
    "indexes": f"""
        SELECT format('%I', c.relname), pg_get_indexdef(c.oid) || CASE WHEN i.indisvalid THEN '' ELSE ' (invalid)' END
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {OUR_RELATION}""",
    "triggers": f"""
        SELECT format('%I.%I', c.relname, t.tgname), pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT t.tgisinternal AND {OUR_RELATION}""",
    "functions": f"""
        SELECT format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
            pg_get_functiondef(p.oid) || {ACL.format(acl="p.proacl", kind="'f'", owner="p.proowner")}
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE p.prokind IN ('f', 'p') AND {OURS.format(n="n", o="p")}""",
    "policies": f"""
        SELECT format('%I on %I', p.policyname, c.relname),
            concat_ws(' / ', p.permissive, p.cmd, p.roles::text, 'using ' || p.qual, 'check ' || p.with_check)
        FROM pg_policies p JOIN pg_class c ON c.relname = p.tablename
        JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = p.schemaname WHERE {OUR_RELATION}""",
    "row security": f"""
        SELECT format('%I', c.relname), concat_ws(' ', CASE WHEN c.relrowsecurity THEN 'on' END,
            CASE WHEN c.relforcerowsecurity THEN 'forced' END) {RELATION}
        WHERE (c.relrowsecurity OR c.relforcerowsecurity) AND {OUR_RELATION}""",
    "grants": f"""
        SELECT format('%I', c.relname), {ACL.format(acl="c.relacl", kind=RELATION_KIND, owner="c.relowner")} {RELATION}
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND {OUR_RELATION}
        UNION ALL SELECT format('schema %I', n.nspname), {ACL.format(acl="n.nspacl", kind="'n'", owner="n.nspowner")} FROM pg_namespace n
        WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'""",
    "types": f"""
        SELECT format('%I.%I', n.nspname, t.typname),
            coalesce((SELECT string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid), '')
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE t.typtype IN ('e', 'd', 'r') AND {OURS.format(n="n", o="t")}""",
    "extensions": "SELECT extname, extversion FROM pg_extension",
    "sequences": f"""
        SELECT format('%I', c.relname), coalesce(pg_sequence_last_value(c.oid), 0)::text {RELATION}
        WHERE c.relkind = 'S' AND {OUR_RELATION}""",
}

TABLES = f"SELECT n.nspname, c.relname {RELATION} WHERE c.relkind IN ('r', 'p', 'm') AND {OUR_RELATION} ORDER BY 1, 2"
UNSEEN = f"""
    SELECT c.relname {RELATION} WHERE c.relrowsecurity AND {OUR_RELATION}
    AND NOT (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user)
    AND (c.relforcerowsecurity OR c.relowner <> current_user::regrole)
    AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd IN ('*', 'r')
        AND pg_get_expr(p.polqual, p.polrelid) = 'true' AND (current_user::regrole = ANY (p.polroles) OR 0 = ANY (p.polroles)))"""
ROLES = f"""
    SELECT DISTINCT r.rolname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
        LATERAL (SELECT a.grantee AS role FROM aclexplode(c.relacl) a UNION SELECT c.relowner
            UNION SELECT unnest(p.polroles) FROM pg_policy p WHERE p.polrelid = c.oid) x
    JOIN pg_roles r ON r.oid = x.role WHERE {OUR_RELATION} ORDER BY 1"""


def inventory(connection: psycopg.Connection[Any]) -> Inventory:
    """Everything, rows by number and checksum. Reads every row once."""
    taken = {
        kind: {name: _settled(definition) for name, definition in connection.execute(ask).fetchall()}
        for kind, ask in QUESTIONS.items()
    }
    names = connection.execute(TABLES).fetchall()
    return taken | {"rows": {f"{schema}.{name}": _rows(connection, schema, name) for schema, name in names}}


def _rows(connection: psycopg.Connection[Any], schema: str, name: str) -> str:
    """Number and checksum, whatever the order of the rows."""
    ask = sql.SQL("SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {} t")
    row = connection.execute(ask.format(sql.Identifier(schema, name))).fetchone()
    assert row
    return f"{row[0]} rows, checksum {row[1]}"


def _settled(definition: str) -> str:
    """As it reads after one more restore: PostgreSQL reads its own `(ARRAY['a'::character varying])::text[]` back as casts
    of the elements."""
    return CAST_ARRAY.sub(lambda match: f"ARRAY[{ELEMENT.sub(CAST, match[1])}]", definition)


ELEMENT = re.compile(r"('(?:[^']|'')*'::character varying)")
CAST_ARRAY = re.compile(rf"\(ARRAY\[((?:{ELEMENT.pattern}(?:, )?)+)\]\)::text\[\]")
CAST = r"(\1)::text"


def tables(connection: psycopg.Connection[Any]) -> list[str]:
    """The tables that are neither the system's nor an extension's."""
    return [f"{schema}.{name}" for schema, name in connection.execute(TABLES).fetchall()]


def unseen(connection: psycopg.Connection[Any]) -> list[str]:
    """Tables of which row-level security hides rows from this login: a dump by it would silently be short."""
    return [row[0] for row in connection.execute(UNSEEN).fetchall()]


def roles(connection: psycopg.Connection[Any]) -> list[str]:
    """The roles that own, may do, or are named by policies."""
    return [row[0] for row in connection.execute(ROLES).fetchall()]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was: "" where it is missing."""

    kind: str
    name: str
    was: str
    is_now: str


def differences(before: Inventory, after: Inventory) -> list[Difference]:
    """What the second lacks, has too much, or has otherwise. A sequence may have gone on while it was dumped."""
    return [
        Difference(kind, name, was, is_now)
        for kind in before.keys() | after.keys()
        for name in sorted(before.get(kind, {}).keys() | after.get(kind, {}).keys())
        if (was := before.get(kind, {}).get(name, "")) != (is_now := after.get(kind, {}).get(name, ""))
        and not (kind == "sequences" and was and is_now and int(is_now) >= int(was))
    ]
