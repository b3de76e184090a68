"""Every law of the database, and the statement that takes it away.

A law is named as a person would: `one_visit_per_client_id on geodata_visit`. What Django named by itself is told by its
columns: `foreign key (entered_by_id) on geodata_visit`.
"""

import re

from django.db.backends.utils import CursorWrapper

OURS = r"pg_depend d WHERE d.objid = {} AND d.deptype = 'e'"
KINDS = {"c": "check", "u": "unique", "x": "exclusion", "f": "foreign key"}
CONSTRAINTS = """
SELECT c.conrelid::regclass::text, c.conname, c.contype,
       array(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY k (n, place)
             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.n ORDER BY k.place)
FROM pg_constraint c
WHERE c.connamespace = 'public'::regnamespace AND c.contype IN ('c', 'u', 'x', 'f')
  AND (c.conrelid::regclass::text LIKE 'geodata%' OR c.confrelid::regclass::text LIKE 'geodata%')
"""
INDEXES = """
SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text FROM pg_index i
WHERE i.indisunique AND i.indrelid::regclass::text LIKE 'geodata%'
  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""
TRIGGERS = """
SELECT tgrelid::regclass::text, tgname FROM pg_trigger
WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE 'geodata%'
"""
POLICIES = """
SELECT tablename, policyname, cmd, with_check FROM pg_policies
WHERE schemaname = 'public' AND policyname <> 'owner_sees_all'
"""
GUARDED = "SELECT oid::regclass::text FROM pg_class WHERE relrowsecurity"
PRIVILEGES = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
FORBIDDEN = """
SELECT c.oid::regclass::text, p FROM pg_class c, unnest(%s::text[]) p
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
  AND NOT has_table_privilege('gridmap_web', c.oid, p)
"""
INNER = r"""
SELECT p.oid::regprocedure::text FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace AND NOT has_function_privilege('gridmap_web', p.oid, 'EXECUTE')
"""
REFUSING = r"""
SELECT p.proname, pg_get_functiondef(p.oid) FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace AND p.prosrc LIKE '%RAISE EXCEPTION%'
  AND p.proname !~ '^(procrastinate_|pgtrigger_|_pgtrigger_|_pgh_)'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
EVERYWHERE = {
    "no TEMPORARY objects of the web role": (
        "DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO gridmap_web', current_database()); END $$"
    ),
    "no tables of the web role": "GRANT CREATE ON SCHEMA public TO gridmap_web",
}


def laws(cursor: CursorWrapper) -> dict[str, str]:
    """By name, what takes the law away."""
    return (
        {
            name: f'ALTER TABLE {table} DROP CONSTRAINT "{real}" CASCADE'
            for name, (table, real) in constraints(cursor).items()
        }
        | {name: f"DROP INDEX {real}" for name, (_, real) in indexes(cursor).items()}
        | {
            name: f'ALTER TABLE {table} DISABLE TRIGGER "{real}"'
            for name, (table, real) in triggers(cursor).items()
        }
        | _policies(cursor)
        | _privileges(cursor)
        | _refusals(cursor)
        | EVERYWHERE
    )


def constraints(cursor: CursorWrapper) -> dict[str, tuple[str, str]]:
    """Table and real name, by the name as a law."""
    cursor.execute(CONSTRAINTS)
    return {
        f"{constraint_law(name, KINDS[kind], columns)} on {table}": (table, name)
        for table, name, kind, columns in cursor.fetchall()
    }


def constraint_law(name: str, kind: str, columns: list[str]) -> str:
    """What we named says what it means; Django's own names end in hashes."""
    automatic = name.startswith(
        ("geodata_", "django_", "auth_", "account_", "socialaccount_", "mfa_", "usersessions_")
    )
    return f"{kind} ({', '.join(columns)})" if automatic else name


def indexes(cursor: CursorWrapper) -> dict[str, tuple[str, str]]:
    cursor.execute(INDEXES)
    return {f"{name} on {table}": (table, name) for table, name in cursor.fetchall()}


def triggers(cursor: CursorWrapper) -> dict[str, tuple[str, str]]:
    """Those of former rows are named by pgtrigger with a hash, which says nothing."""
    cursor.execute(TRIGGERS)
    return {f"{plain(name)} on {table}": (table, name) for table, name in cursor.fetchall()}


def plain(trigger: str) -> str:
    return re.sub(r"^pgtrigger_(\w+)_[0-9a-f]{5}$", r"\1", trigger)


def _policies(cursor: CursorWrapper) -> dict[str, str]:
    found = {}
    cursor.execute(POLICIES)
    for table, policy, command, check in cursor.fetchall():
        if command == "ALL":
            found[f"what is seen of {table}"] = f"ALTER POLICY {policy} ON {table} USING (true)"
            if check != "true":
                found[f"what is written into {table}"] = f"ALTER POLICY {policy} ON {table} WITH CHECK (true)"
        else:
            found[f"{policy} on {table}"] = f"ALTER POLICY {policy} ON {table} USING (true)"
    cursor.execute(GUARDED)
    for (table,) in cursor.fetchall():
        found[f"row security on {table}"] = f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
        found[f"row security on {table} for its owner"] = f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"
    return found


def _privileges(cursor: CursorWrapper) -> dict[str, str]:
    cursor.execute(FORBIDDEN, [list(PRIVILEGES)])
    tables = {
        f"no {right} on {table}": f"GRANT {right} ON {table} TO gridmap_web"
        for table, right in cursor.fetchall()
    }
    cursor.execute(INNER)
    return tables | {
        f"no calls of {name}": f"GRANT EXECUTE ON FUNCTION {name} TO gridmap_web"
        for (name,) in cursor.fetchall()
    }


def _refusals(cursor: CursorWrapper) -> dict[str, str]:
    """What a function of the database refuses: without the sentence it goes on."""
    found = {}
    cursor.execute(REFUSING)
    for function, text in cursor.fetchall():
        for number, raised in enumerate(re.finditer(r"RAISE EXCEPTION '([^']*)'[^;]*;", text), start=1):
            without = f"{text[: raised.start()]}NULL;{text[raised.end() :]}"
            found[f"{function} refuses ({number}): {raised[1]}"] = without
    return found
