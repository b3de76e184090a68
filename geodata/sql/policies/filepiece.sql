ALTER TABLE geodata_filepiece ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_filepiece;
CREATE POLICY web_sees_its_scope ON geodata_filepiece TO gridmap_web
    USING (coalesce(EXISTS (SELECT FROM geodata_jobfile f WHERE f.id = file_id), false))
    WITH CHECK (EXISTS (SELECT FROM geodata_jobfile f WHERE f.id = file_id));
DROP POLICY IF EXISTS owner_sees_all ON geodata_filepiece;
CREATE POLICY owner_sees_all ON geodata_filepiece TO CURRENT_USER USING (true);
