-- With its meeting, and what one is to do oneself.
ALTER TABLE geodata_decision ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_decision;
CREATE POLICY web_sees_its_scope ON geodata_decision TO gridmap_web
    USING (coalesce(owner_id = :me OR EXISTS (SELECT FROM geodata_meeting m WHERE m.id = meeting_id), false))
    WITH CHECK (coalesce(owner_id = :me OR EXISTS (SELECT FROM geodata_meeting m WHERE m.id = meeting_id), false));
DROP POLICY IF EXISTS owner_sees_all ON geodata_decision;
CREATE POLICY owner_sees_all ON geodata_decision TO CURRENT_USER USING (true);
