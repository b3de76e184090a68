-- Written by triggers and read by the owner's functions alone: nobody can make up what a change did.
ALTER TABLE geodata_registereffect ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_registereffect;
CREATE POLICY web_sees_its_scope ON geodata_registereffect TO gridmap_web
    USING (coalesce(false, false))
    WITH CHECK (false);
DROP POLICY IF EXISTS owner_sees_all ON geodata_registereffect;
CREATE POLICY owner_sees_all ON geodata_registereffect TO CURRENT_USER USING (true);
