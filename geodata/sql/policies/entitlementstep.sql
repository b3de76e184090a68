-- Seen and written with its entitlement.
ALTER TABLE geodata_entitlementstep ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_entitlementstep;
CREATE POLICY web_sees_its_scope ON geodata_entitlementstep TO gridmap_web
    USING (coalesce(EXISTS (SELECT FROM geodata_entitlement e WHERE e.id = entitlement_id), false))
    WITH CHECK (EXISTS (SELECT FROM geodata_entitlement e WHERE e.id = entitlement_id));
DROP POLICY IF EXISTS owner_sees_all ON geodata_entitlementstep;
CREATE POLICY owner_sees_all ON geodata_entitlementstep TO CURRENT_USER USING (true);
