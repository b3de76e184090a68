-- One's own, and those that are shared with an area in which one has a post; written is one's own alone.
ALTER TABLE geodata_savedview ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_savedview;
CREATE POLICY web_sees_its_scope ON geodata_savedview TO gridmap_web
    USING (coalesce(owner_id = :me OR shared_with <> '' AND shared_with = ANY ((
        SELECT array_agg(left(code, above)) FROM unnest(:codes) code, unnest(ARRAY[2, 4, 6, 9, 12, 15]) above
        WHERE above <= length(code))::text[]), false))
    WITH CHECK (coalesce(owner_id = :me, false));
DROP POLICY IF EXISTS owner_sees_all ON geodata_savedview;
CREATE POLICY owner_sees_all ON geodata_savedview TO CURRENT_USER USING (true);
