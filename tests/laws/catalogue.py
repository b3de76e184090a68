"""The laws of the database as its own catalogue tells them: what is ours, by name, with its text."""

from django.db.backends.utils import CursorWrapper

# What an extension brings is not ours; the queue's functions are the library's; former rows' triggers come from models.
FUNCTIONS = r"""
SELECT p.oid::regprocedure::text, pg_get_functiondef(p.oid) || coalesce(p.proacl::text, '')
FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  AND p.proname !~ '^(procrastinate_|pgtrigger_|_pgtrigger_|_pgh_)'
"""
TRIGGERS = r"""
SELECT format('%s on %s', tgname, tgrelid::regclass), format('%s, enabled: %s', pg_get_triggerdef(oid), tgenabled)
FROM pg_trigger WHERE NOT tgisinternal AND tgname !~ '^pgtrigger_' AND tgrelid::regclass::text !~ '^procrastinate_'
"""
VIEWS = """
SELECT c.oid::regclass::text, pg_get_viewdef(c.oid) FROM pg_class c
WHERE c.relkind = 'v' AND c.relnamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
"""
POLICIES = """
SELECT format('%s on %s', policyname, tablename), format('%s %s to %s using %s check %s', permissive, cmd, roles, qual, with_check)
FROM pg_policies WHERE schemaname = 'public'
"""
GUARDED = """
SELECT oid::regclass::text, format('row security %s, forced %s', relrowsecurity, relforcerowsecurity)
FROM pg_class WHERE relrowsecurity OR relforcerowsecurity
"""
PRIVILEGES = """
SELECT format('%s on %s', g.privilege_type, c.oid::regclass), 'web'
FROM pg_class c, aclexplode(c.relacl) g WHERE g.grantee = 'gridmap_web'::regrole
UNION ALL
SELECT format('%s (%s) on %s', g.privilege_type, a.attname, c.oid::regclass), 'web'
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) g
WHERE g.grantee = 'gridmap_web'::regrole
"""
KINDS = {
    "function": FUNCTIONS,
    "trigger": TRIGGERS,
    "view": VIEWS,
    "policy": POLICIES,
    "table": GUARDED,
    "web": PRIVILEGES,
}

DROP = f"""
DO $do$ DECLARE one record;
BEGIN
    FOR one IN SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public' LOOP
        EXECUTE format('DROP POLICY %I ON %I', one.policyname, one.tablename);
    END LOOP;
    REVOKE ALL ON ALL TABLES IN SCHEMA public FROM gridmap_web;
    REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM gridmap_web;
    FOR one IN SELECT oid::regclass AS name FROM pg_class WHERE relrowsecurity LOOP
        EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY', one.name);
    END LOOP;
    FOR one IN {VIEWS} LOOP
        EXECUTE format('DROP VIEW IF EXISTS %s CASCADE', one.oid);
    END LOOP;
    FOR one IN {FUNCTIONS} LOOP
        EXECUTE format('DROP FUNCTION %s CASCADE', one.oid);
    END LOOP;
END $do$
"""


def laws_of(cursor: CursorWrapper) -> dict[str, str]:
    """Each law with its text: `trigger take_village on geodata_visit`."""
    laws: dict[str, str] = {}
    for kind, question in KINDS.items():
        cursor.execute(question)
        laws |= {f"{kind} {name}": text for name, text in cursor.fetchall()}
    return laws


def forget_ours(cursor: CursorWrapper) -> None:
    """Views, functions with the triggers that call them, policies, the flags of the tables that have any, and grants."""
    cursor.execute(DROP)


def differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
