ALTER TABLE geodata_visitor ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_visitor;
CREATE POLICY web_sees_its_scope ON geodata_visitor TO gridmap_web
    USING (coalesce(EXISTS (SELECT FROM geodata_visit v WHERE v.id = visit_id), false))
    WITH CHECK (EXISTS (SELECT FROM geodata_visit v WHERE v.id = visit_id));
DROP POLICY IF EXISTS owner_sees_all ON geodata_visitor;
CREATE POLICY owner_sees_all ON geodata_visitor TO CURRENT_USER USING (true);
