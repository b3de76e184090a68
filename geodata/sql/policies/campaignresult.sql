-- Where the right to roll-calls itself holds, never where only counts do: a department's officers see none of it.
ALTER TABLE geodata_campaignresult ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_campaignresult;
CREATE POLICY web_sees_its_scope ON geodata_campaignresult TO gridmap_web
    USING (coalesce(village_id = ANY (:campaign_villages) OR household_id = ANY (:campaign_households)
        OR household_id IN (SELECT h.id FROM geodata_household h WHERE h.grid_id = ANY (:campaign_grids)) OR by_id = :me, false))
    WITH CHECK (village_id = ANY (:campaign_villages) OR household_id = ANY (:campaign_households)
        OR household_id IN (SELECT h.id FROM geodata_household h WHERE h.grid_id = ANY (:campaign_grids)));
DROP POLICY IF EXISTS owner_sees_all ON geodata_campaignresult;
CREATE POLICY owner_sees_all ON geodata_campaignresult TO CURRENT_USER USING (true);
