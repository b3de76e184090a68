-- As the meeting that it was.
ALTER TABLE geodata_meetingevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_meetingevent;
CREATE POLICY web_sees_its_scope ON geodata_meetingevent TO gridmap_web
    USING (coalesce(villages <@ :meet_villages
        OR code IN (SELECT left(grid, 12) FROM unnest(:codes) grid WHERE length(grid) = 15), false))
    WITH CHECK (coalesce(villages <@ :meet_villages
        OR code IN (SELECT left(grid, 12) FROM unnest(:codes) grid WHERE length(grid) = 15), false));
DROP POLICY IF EXISTS owner_sees_all ON geodata_meetingevent;
CREATE POLICY owner_sees_all ON geodata_meetingevent TO CURRENT_USER USING (true);
