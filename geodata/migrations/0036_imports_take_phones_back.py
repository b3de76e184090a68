"""An import that registers somebody writes a phone too: it is noted, and taken back before the account that has it."""

from django.db import migrations

TABLES = """
CREATE OR REPLACE FUNCTION import_tables() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    -- From the leaves to the root: what refers to a row goes before it.
    SELECT ARRAY['geodata_visitor', 'geodata_visit', 'geodata_contactlink', 'geodata_carerecord', 'geodata_resident',
        'geodata_livelihood', 'geodata_occupancyperiod', 'geodata_placement', 'geodata_duty', 'geodata_member',
        'geodata_branch_areas', 'geodata_branch', 'geodata_household', 'geodata_boundary', 'geodata_area', {phones}'geodata_user']
$$;
"""
NOTED = """
CREATE TRIGGER note_import_insert AFTER INSERT ON geodata_phonenumber REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_import();
CREATE TRIGGER note_import_update AFTER UPDATE ON geodata_phonenumber
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_import();
CREATE TRIGGER note_import_delete AFTER DELETE ON geodata_phonenumber REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_import();
"""
UNNOTED = """
DROP TRIGGER note_import_delete ON geodata_phonenumber;
DROP TRIGGER note_import_update ON geodata_phonenumber;
DROP TRIGGER note_import_insert ON geodata_phonenumber;
"""


class Migration(migrations.Migration):
    dependencies = [("geodata", "0035_phones_have_a_second_line")]
    operations = [
        migrations.RunSQL(
            TABLES.format(phones="'geodata_phonenumber', ") + NOTED, UNNOTED + TABLES.format(phones="")
        )
    ]
