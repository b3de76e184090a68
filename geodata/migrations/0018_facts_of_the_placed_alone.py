"""New rows of households that are placed nowhere yet derive no facts: an import derives them once, not twice."""

from django.db import migrations

PLACED = """
CREATE OR REPLACE FUNCTION facts_follow_new() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    placed bigint[] := ARRAY(
        SELECT DISTINCT n.household_id FROM new_rows n JOIN geodata_placement p USING (household_id));
BEGIN
    IF placed <> '{}' THEN
        PERFORM refresh_facts(placed);
    END IF;
    RETURN NULL;
END $$;
"""
ALL = """
CREATE OR REPLACE FUNCTION facts_follow_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_facts(ARRAY(SELECT DISTINCT household_id FROM new_rows));
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("geodata", "0017_one_reference_to_a_household")]
    operations = [migrations.RunSQL(PLACED, ALL)]
