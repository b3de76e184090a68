-- Where the right to entitlements itself holds, never where only counts do: a department's officers see none of it.
ALTER TABLE geodata_cardline ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_cardline;
CREATE POLICY web_sees_its_scope ON geodata_cardline TO gridmap_web
    USING (coalesce(village_id = ANY (:entitle_villages) OR household_id = ANY (:entitle_households)
        OR household_id IN (SELECT h.id FROM geodata_household h WHERE h.grid_id = ANY (:entitle_grids)), false))
    WITH CHECK (village_id = ANY (:entitle_villages) OR household_id = ANY (:entitle_households)
        OR household_id IN (SELECT h.id FROM geodata_household h WHERE h.grid_id = ANY (:entitle_grids)));
DROP POLICY IF EXISTS owner_sees_all ON geodata_cardline;
CREATE POLICY owner_sees_all ON geodata_cardline TO CURRENT_USER USING (true);
