-- With its meeting.
ALTER TABLE geodata_addendum ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_addendum;
CREATE POLICY web_sees_its_scope ON geodata_addendum TO gridmap_web
    USING (coalesce(EXISTS (SELECT FROM geodata_meeting m WHERE m.id = meeting_id), false))
    WITH CHECK (coalesce(EXISTS (SELECT FROM geodata_meeting m WHERE m.id = meeting_id), false));
DROP POLICY IF EXISTS owner_sees_all ON geodata_addendum;
CREATE POLICY owner_sees_all ON geodata_addendum TO CURRENT_USER USING (true);
