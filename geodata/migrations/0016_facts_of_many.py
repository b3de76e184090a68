"""Facts of many households at once are worked out village by village: an import of 22,000 took a minute for them."""

from django.db import migrations

# One household takes an index, a village takes hash joins; so many single ones would take an index each.
MANY = 500

REFRESH = f"""
CREATE FUNCTION refresh_facts_of(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(ids) > {MANY} THEN
        PERFORM refresh_facts(NULL, ARRAY(
            SELECT village_id FROM geodata_placement WHERE household_id = ANY (ids)
            UNION SELECT village_id FROM geodata_householdfacts WHERE household_id = ANY (ids)));
    ELSE
        PERFORM refresh_facts(ids);
    END IF;
END $$;
"""
FUNCTION = """
CREATE OR REPLACE FUNCTION facts_follow_{what}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM {refresh}(ARRAY({rows}));
    RETURN NULL;
END $$;
"""
ROWS = {
    "new": "SELECT DISTINCT household_id FROM new_rows",
    "old": "SELECT DISTINCT household_id FROM old_rows",
    "both": "SELECT household_id FROM new_rows UNION SELECT household_id FROM old_rows",
    "households": "SELECT n.id FROM new_rows n JOIN old_rows o USING (id)"
    " WHERE n.point_since IS DISTINCT FROM o.point_since",
}


def functions(refresh: str) -> str:
    return "".join(FUNCTION.format(what=what, refresh=refresh, rows=rows) for what, rows in ROWS.items())


class Migration(migrations.Migration):
    dependencies = [("geodata", "0015_taking_imports_back")]
    operations = [
        migrations.RunSQL(
            REFRESH + functions("refresh_facts_of"),
            functions("refresh_facts") + "DROP FUNCTION refresh_facts_of(bigint[]);",
        ),
    ]
