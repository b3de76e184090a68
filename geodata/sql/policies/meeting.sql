-- Where the right to meetings itself holds in the whole area; whoever has a post in a grid attends the village's.
ALTER TABLE geodata_meeting ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_meeting;
CREATE POLICY web_sees_its_scope ON geodata_meeting TO gridmap_web
    USING (coalesce(villages <@ :meet_villages
        OR code IN (SELECT left(grid, 12) FROM unnest(:codes) grid WHERE length(grid) = 15), false))
    WITH CHECK (coalesce(villages <@ :meet_villages
        OR code IN (SELECT left(grid, 12) FROM unnest(:codes) grid WHERE length(grid) = 15), false));
DROP POLICY IF EXISTS owner_sees_all ON geodata_meeting;
CREATE POLICY owner_sees_all ON geodata_meeting TO CURRENT_USER USING (true);
