ALTER TABLE geodata_boundaryplan ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_boundaryplan;
CREATE POLICY web_sees_its_scope ON geodata_boundaryplan TO gridmap_web
    USING (coalesce(villages <@ :plans OR (state IN ('published', 'superseded') AND villages && :villages), false))
    WITH CHECK (villages <@ :plans);
DROP POLICY IF EXISTS owner_sees_all ON geodata_boundaryplan;
CREATE POLICY owner_sees_all ON geodata_boundaryplan TO CURRENT_USER USING (true);
