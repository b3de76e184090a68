-- Every village of the areas in a file, and every grid of a leader's, is still visible to whoever takes it. Rights that
-- hold in no area (empty), such as an auditor's, ask for no village.
ALTER TABLE geodata_jobfile ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_jobfile;
CREATE POLICY web_sees_its_scope ON geodata_jobfile TO gridmap_web
    USING (coalesce(owner_id = :me AND NOT EXISTS (
        SELECT FROM jsonb_object_keys(needs) top
        JOIN geodata_area a ON a.code LIKE top || '%' AND upper_inf(a.period) AND top <> ''
        WHERE a.level = CASE WHEN length(top) > 12 THEN 'grid' ELSE 'village' END
        AND a.id <> ALL (:villages) AND a.id <> ALL (:grids) AND coalesce(a.parent_id <> ALL (:villages), true)), false))
    WITH CHECK (owner_id = :me);
DROP POLICY IF EXISTS owner_sees_all ON geodata_jobfile;
CREATE POLICY owner_sees_all ON geodata_jobfile TO CURRENT_USER USING (true);
