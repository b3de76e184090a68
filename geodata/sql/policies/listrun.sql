-- A list is shown to its department, and to who holds the right to entitlements in all of its villages.
ALTER TABLE geodata_listrun ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_listrun;
CREATE POLICY web_sees_its_scope ON geodata_listrun TO gridmap_web
    USING (coalesce(department_id = ANY (:departments) OR villages <@ :entitle_villages, false))
    WITH CHECK (department_id = ANY (:departments) OR villages <@ :entitle_villages);
DROP POLICY IF EXISTS owner_sees_all ON geodata_listrun;
CREATE POLICY owner_sees_all ON geodata_listrun TO CURRENT_USER USING (true);
