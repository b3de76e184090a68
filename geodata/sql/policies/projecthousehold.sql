-- Where the right to needs itself holds: a department is told how many, never which.
ALTER TABLE geodata_projecthousehold ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_projecthousehold;
CREATE POLICY web_sees_its_scope ON geodata_projecthousehold TO gridmap_web
    USING (coalesce(village_id = ANY (:need_villages) OR household_id = ANY (:need_households)
        OR household_id IN (SELECT h.id FROM geodata_household h WHERE h.grid_id = ANY (:need_grids)), false))
    WITH CHECK (village_id = ANY (:need_villages) OR household_id = ANY (:need_households)
        OR household_id IN (SELECT h.id FROM geodata_household h WHERE h.grid_id = ANY (:need_grids)));
DROP POLICY IF EXISTS owner_sees_all ON geodata_projecthousehold;
CREATE POLICY owner_sees_all ON geodata_projecthousehold TO CURRENT_USER USING (true);
