-- What an answer was made of is known by marks: whoever holds an answer is told that it is the same while they are (api/base/unchanged.py).
--
-- A transaction that changes what stands in a village leaves a mark there, a random number in a row of its own: it waits for no other,
-- and none waits for it. The version of some villages is all their marks, taken together by XOR: it does not depend on the order
-- in which transactions end, and a database that was put back from a backup never comes to the same version by another way.
-- Beside the villages there are two places more: 0 for areas and borders, -1 for what everybody's answers rest upon.
CREATE OR REPLACE FUNCTION mark_places(places bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO geodata_mark AS m (place, transaction, mark)
    SELECT place, pg_current_xact_id()::text::bigint, hashtextextended(gen_random_uuid()::text, 0) FROM unnest(places) place
    -- After a restore a transaction may bear the number of one of before.
    ON CONFLICT (place, transaction) DO UPDATE SET mark = m.mark # excluded.mark
$$;
REVOKE ALL ON FUNCTION mark_places FROM PUBLIC;

CREATE OR REPLACE FUNCTION marks_follow_villages() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM mark_places(ARRAY(SELECT DISTINCT village_id FROM new_rows));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM mark_places(ARRAY(SELECT DISTINCT village_id FROM old_rows));
    ELSE
        PERFORM mark_places(ARRAY(SELECT village_id FROM new_rows UNION SELECT village_id FROM old_rows));
    END IF;
    RETURN NULL;
END $$;

-- A sensitive need is counted nowhere, and nobody shall know by a mark that there is one.
CREATE OR REPLACE FUNCTION marks_follow_needs() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM mark_places(ARRAY(SELECT DISTINCT village_id FROM new_rows WHERE NOT sensitive));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM mark_places(ARRAY(SELECT DISTINCT village_id FROM old_rows WHERE NOT sensitive));
    ELSE
        PERFORM mark_places(ARRAY(SELECT village_id FROM new_rows WHERE NOT sensitive
                                  UNION SELECT village_id FROM old_rows WHERE NOT sensitive));
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION marks_follow_of_needs() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM mark_places(ARRAY(SELECT DISTINCT n.village_id FROM new_rows r JOIN geodata_need n ON n.id = r.need_id WHERE NOT n.sensitive));
    RETURN NULL;
END $$;

-- A roll-call that is closed asks for nobody any more.
CREATE OR REPLACE FUNCTION marks_follow_campaigns() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM mark_places(ARRAY(SELECT DISTINCT t.village_id FROM new_rows r JOIN geodata_campaigntarget t ON t.campaign_id = r.id));
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION marks_follow_projects() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM mark_places(ARRAY(SELECT DISTINCT h.village_id FROM new_rows r JOIN geodata_projecthousehold h ON h.project_id = r.id));
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION marks_follow_everywhere() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM mark_places(ARRAY[TG_ARGV[0]::bigint]);
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION marks_follow_villages, marks_follow_needs, marks_follow_of_needs, marks_follow_campaigns, marks_follow_projects, marks_follow_everywhere FROM PUBLIC;

DO $do$ DECLARE one text;
    follow text := $$
        CREATE OR REPLACE TRIGGER marks_follow_insert AFTER INSERT ON geodata_%1$s
            REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %2$s();
        CREATE OR REPLACE TRIGGER marks_follow_update AFTER UPDATE ON geodata_%1$s
            REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %2$s();
    $$;
    follow_delete text := $$
        CREATE OR REPLACE TRIGGER marks_follow_delete AFTER DELETE ON geodata_%1$s
            REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION %2$s();
    $$;
BEGIN
    -- Visitors come with their visit and are not changed; facts are derived from these.
    FOREACH one IN ARRAY ARRAY['household', 'placement', 'occupancyperiod', 'carerecord', 'contactlink', 'visit', 'absence',
                               'registerchange', 'possibleduplicate', 'toldapart', 'serviceorder', 'entitlement', 'matching', 'campaigntarget', 'projecthousehold', 'card'] LOOP
        EXECUTE format(follow || follow_delete, one, 'marks_follow_villages');
    END LOOP;
    EXECUTE format(follow || follow_delete, 'need', 'marks_follow_needs');
    FOREACH one IN ARRAY ARRAY['needstep', 'assignment', 'dispute'] LOOP
        EXECUTE format(follow, one, 'marks_follow_of_needs');
    END LOOP;
    EXECUTE $$
        CREATE OR REPLACE TRIGGER marks_follow_update AFTER UPDATE ON geodata_campaign
            REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION marks_follow_campaigns();
        CREATE OR REPLACE TRIGGER marks_follow_update AFTER UPDATE ON geodata_livelihoodproject
            REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION marks_follow_projects();
    $$;
    FOREACH one IN ARRAY ARRAY['area', 'boundary'] LOOP
        EXECUTE format($$
            CREATE OR REPLACE TRIGGER marks_follow AFTER INSERT OR UPDATE OR DELETE ON geodata_%1$s
                FOR EACH STATEMENT EXECUTE FUNCTION marks_follow_everywhere('0');
        $$, one);
    END LOOP;
    FOREACH one IN ARRAY ARRAY['branch', 'branch_areas', 'carecategory', 'duty', 'member', 'visitrule', 'workday'] LOOP
        EXECUTE format($$
            CREATE OR REPLACE TRIGGER marks_follow AFTER INSERT OR UPDATE OR DELETE ON geodata_%1$s
                FOR EACH STATEMENT EXECUTE FUNCTION marks_follow_everywhere('-1');
        $$, one);
    END LOOP;
END $do$;

-- Of an account its name alone is told; signing in writes there, too.
CREATE OR REPLACE TRIGGER marks_follow AFTER UPDATE OF name ON geodata_user
    FOR EACH STATEMENT EXECUTE FUNCTION marks_follow_everywhere('-1');

-- The version of areas and borders, and that of everything in these villages whose codes begin so, as bigint[2]; none is asked for: NULL.
CREATE OR REPLACE FUNCTION version_of_villages(villages jsonb, beginning text) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN beginning IS NOT NULL THEN ARRAY[
        coalesce((SELECT bit_xor(mark) FROM geodata_mark WHERE place = 0), 0),
        coalesce((SELECT bit_xor(mark) FROM geodata_mark WHERE place IN (
            SELECT -1 UNION ALL SELECT v.value::bigint FROM jsonb_each_text(villages) v WHERE starts_with(v.key, beginning))), 0)
    ] END
$$;
REVOKE ALL ON FUNCTION version_of_villages FROM PUBLIC;
GRANT EXECUTE ON FUNCTION version_of_villages TO gridmap_web;

-- Many marks of a place become one that says the same. It takes nothing that another transaction holds.
CREATE OR REPLACE FUNCTION gather_marks() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH single AS (
        SELECT place, transaction FROM geodata_mark WHERE transaction <> 0 FOR UPDATE SKIP LOCKED
    ), gone AS (
        DELETE FROM geodata_mark m USING single s
        WHERE m.place = s.place AND m.transaction = s.transaction RETURNING m.place, m.mark
    )
    INSERT INTO geodata_mark AS m (place, transaction, mark) SELECT place, 0, bit_xor(mark) FROM gone GROUP BY place
    ON CONFLICT (place, transaction) DO UPDATE SET mark = m.mark # excluded.mark
$$;
REVOKE ALL ON FUNCTION gather_marks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gather_marks TO gridmap_web;
