"""Laws that one table alone cannot hold: composite foreign keys, and the village that every row carries."""

from django.db import migrations

OF_VILLAGE = ["placement", "occupancyperiod", "livelihood", "resident", "carerecord", "contactlink", "visit"]

CODES = """
ALTER TABLE geodata_area ADD CONSTRAINT area_code_begins_with_its_parents_code
    FOREIGN KEY (parent_id, parent_code) REFERENCES geodata_area (id, code);
ALTER TABLE geodata_household ADD CONSTRAINT household_grid_lies_in_its_village
    FOREIGN KEY (grid_id, village_id) REFERENCES geodata_area (id, parent_id);
ALTER TABLE geodata_placement ADD CONSTRAINT placement_grid_lies_in_its_village
    FOREIGN KEY (grid_id, village_id) REFERENCES geodata_area (id, parent_id);
CREATE FUNCTION take_village_of_household() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.village_id IS NULL THEN
        SELECT village_id INTO NEW.village_id FROM geodata_household WHERE id = NEW.household_id;
    END IF;
    RETURN NEW;
END $$;
"""

UNDO = """
ALTER TABLE geodata_area DROP CONSTRAINT area_code_begins_with_its_parents_code;
ALTER TABLE geodata_household DROP CONSTRAINT household_grid_lies_in_its_village;
ALTER TABLE geodata_placement DROP CONSTRAINT placement_grid_lies_in_its_village;
"""


def of_village(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER take_village BEFORE INSERT ON geodata_{table}
            FOR EACH ROW EXECUTE FUNCTION take_village_of_household();
        ALTER TABLE geodata_{table} ADD CONSTRAINT {table}_carries_the_village_of_its_household
            FOREIGN KEY (village_id, household_id) REFERENCES geodata_household (village_id, id)
            ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
        """,
        f"""
        ALTER TABLE geodata_{table} DROP CONSTRAINT {table}_carries_the_village_of_its_household;
        DROP TRIGGER take_village ON geodata_{table};
        """,
    )


class Migration(migrations.Migration):
    dependencies = [("geodata", "0001_the_domain")]
    operations = [
        migrations.RunSQL(CODES, UNDO + "DROP FUNCTION take_village_of_household CASCADE;"),
        *[of_village(table) for table in OF_VILLAGE],
    ]
