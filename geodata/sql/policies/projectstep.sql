-- Seen and written with its project.
ALTER TABLE geodata_projectstep ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_projectstep;
CREATE POLICY web_sees_its_scope ON geodata_projectstep TO gridmap_web
    USING (coalesce(EXISTS (SELECT FROM geodata_livelihoodproject p WHERE p.id = project_id), false))
    WITH CHECK (EXISTS (SELECT FROM geodata_livelihoodproject p WHERE p.id = project_id));
DROP POLICY IF EXISTS owner_sees_all ON geodata_projectstep;
CREATE POLICY owner_sees_all ON geodata_projectstep TO CURRENT_USER USING (true);
