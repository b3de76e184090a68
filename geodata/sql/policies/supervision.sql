-- Seen with its need, and by whom the assignment was given to that it is about.
ALTER TABLE geodata_supervision ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_supervision;
CREATE POLICY web_sees_its_scope ON geodata_supervision TO gridmap_web
    USING (coalesce(EXISTS (SELECT FROM geodata_need n WHERE n.id = need_id)
        OR EXISTS (SELECT FROM geodata_assignment a WHERE a.id = assignment_id), false))
    WITH CHECK (EXISTS (SELECT FROM geodata_need n WHERE n.id = need_id)
        OR EXISTS (SELECT FROM geodata_assignment a WHERE a.id = assignment_id));
DROP POLICY IF EXISTS owner_sees_all ON geodata_supervision;
CREATE POLICY owner_sees_all ON geodata_supervision TO CURRENT_USER USING (true);
