-- What reaches back into days whose counts are kept: the village and the first day that may count otherwise, noted in the
-- transaction of the change. Notes are appended alone, so that nobody waits for anybody; whoever corrects the kept counts
-- takes them away before it counts (geodata/coverage/through_time/keeping.py). What is of today leaves none.
CREATE OR REPLACE FUNCTION past_follows_periods() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    today date := gridmap_today();
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO geodata_pastchange (village_id, since)
        SELECT village_id, min(coalesce(lower(period), '2000-01-01')) FROM new_rows
        WHERE coalesce(lower(period), '2000-01-01') < today GROUP BY village_id;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO geodata_pastchange (village_id, since)
        SELECT village_id, min(coalesce(lower(period), '2000-01-01')) FROM old_rows
        WHERE coalesce(lower(period), '2000-01-01') < today GROUP BY village_id;
    ELSE
        -- The columns that tell, beside the period, are named by the trigger.
        EXECUTE format($$
            INSERT INTO geodata_pastchange (village_id, since)
            SELECT village_id, min(since) FROM (
                SELECT unnest(ARRAY[o.village_id, n.village_id]) AS village_id,
                       CASE WHEN (o.household_id, o.village_id, o.%1$I) IS DISTINCT FROM (n.household_id, n.village_id, n.%1$I)
                                 OR lower(o.period) IS DISTINCT FROM lower(n.period)
                            THEN least(coalesce(lower(o.period), '2000-01-01'), coalesce(lower(n.period), '2000-01-01'))
                            ELSE least(upper(o.period), upper(n.period)) END AS since
                FROM old_rows o JOIN new_rows n USING (id)
                WHERE (o.household_id, o.village_id, o.%1$I, o.period) IS DISTINCT FROM (n.household_id, n.village_id, n.%1$I, n.period)
            ) changed WHERE since < $1 GROUP BY village_id$$, TG_ARGV[0]) USING today;
    END IF;
    RETURN NULL;
END $body$;

DO $do$ DECLARE one text[];
BEGIN
    FOREACH one SLICE 1 IN ARRAY ARRAY[['placement', 'grid_id'], ['occupancyperiod', 'occupancy'],
                                       ['carerecord', 'category_id'], ['contactlink', 'primary']] LOOP
        EXECUTE format($$
            CREATE OR REPLACE TRIGGER past_follows_insert AFTER INSERT ON geodata_%1$s
                REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION past_follows_periods(%2$L);
            CREATE OR REPLACE TRIGGER past_follows_update AFTER UPDATE ON geodata_%1$s
                REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
                FOR EACH STATEMENT EXECUTE FUNCTION past_follows_periods(%2$L);
            CREATE OR REPLACE TRIGGER past_follows_delete AFTER DELETE ON geodata_%1$s
                REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION past_follows_periods(%2$L);
        $$, one[1], one[2]);
    END LOOP;
END $do$;

CREATE OR REPLACE FUNCTION past_follows_visits() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    today date := gridmap_today();
BEGIN
    IF TG_OP = 'INSERT' THEN
        -- The hot path: a visit of today leaves nothing.
        INSERT INTO geodata_pastchange (village_id, since)
        SELECT village_id, min(day) FROM new_rows WHERE day < today AND state = 'valid' AND outcome = 'met' GROUP BY village_id;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO geodata_pastchange (village_id, since)
        SELECT village_id, min(day) FROM old_rows WHERE day < today AND state = 'valid' AND outcome = 'met' GROUP BY village_id;
    ELSE
        INSERT INTO geodata_pastchange (village_id, since)
        SELECT village_id, min(since) FROM (
            SELECT unnest(ARRAY[o.village_id, n.village_id]) AS village_id, least(o.day, n.day) AS since
            FROM old_rows o JOIN new_rows n USING (id)
            WHERE (o.household_id, o.village_id, o.day, o.state, o.outcome, o.mode, o.person_times)
                  IS DISTINCT FROM (n.household_id, n.village_id, n.day, n.state, n.outcome, n.mode, n.person_times)
        ) changed WHERE since < today GROUP BY village_id;
    END IF;
    RETURN NULL;
END $body$;
CREATE OR REPLACE TRIGGER past_follows_insert AFTER INSERT ON geodata_visit
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION past_follows_visits();
CREATE OR REPLACE TRIGGER past_follows_update AFTER UPDATE ON geodata_visit
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION past_follows_visits();
CREATE OR REPLACE TRIGGER past_follows_delete AFTER DELETE ON geodata_visit
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION past_follows_visits();

-- Since when a household has a point.
CREATE OR REPLACE FUNCTION past_follows_points() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    INSERT INTO geodata_pastchange (village_id, since)
    SELECT n.village_id, min(least(o.point_since, n.point_since)) FROM old_rows o JOIN new_rows n USING (id)
    WHERE n.point_since IS DISTINCT FROM o.point_since AND least(o.point_since, n.point_since) < gridmap_today()
    GROUP BY n.village_id;
    RETURN NULL;
END $body$;
CREATE OR REPLACE TRIGGER past_follows_update AFTER UPDATE ON geodata_household
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION past_follows_points();

-- Rare, and for all villages of an area: a rule of the rhythm; for everybody: a category that becomes special.
CREATE OR REPLACE FUNCTION past_changed_below(area bigint, first date) RETURNS void LANGUAGE sql AS $body$
    INSERT INTO geodata_pastchange (village_id, since)
    SELECT v.id, first FROM geodata_area v WHERE v.level = 'village' AND first < gridmap_today()
        AND (area IS NULL OR v.code LIKE (SELECT code FROM geodata_area WHERE id = area) || '%'
             OR v.id = (SELECT parent_id FROM geodata_area WHERE id = area AND level = 'grid'))
$body$;
REVOKE ALL ON FUNCTION past_changed_below FROM PUBLIC;
CREATE OR REPLACE FUNCTION past_follows_rules() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM past_changed_below(area_id, coalesce(lower(period), '2000-01-01')) FROM new_rows;
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM past_changed_below(area_id, coalesce(lower(period), '2000-01-01')) FROM old_rows;
    ELSE
        PERFORM past_changed_below(area, CASE
            WHEN (o.category_id, o.occupancy, o.area_id, o.days, o.modes, lower(o.period))
                 IS DISTINCT FROM (n.category_id, n.occupancy, n.area_id, n.days, n.modes, lower(n.period))
            THEN least(coalesce(lower(o.period), '2000-01-01'), coalesce(lower(n.period), '2000-01-01'))
            ELSE least(upper(o.period), upper(n.period)) END)
        FROM old_rows o JOIN new_rows n USING (id), LATERAL unnest(ARRAY[o.area_id, n.area_id]) area
        WHERE (o.category_id, o.occupancy, o.area_id, o.days, o.modes, o.period)
              IS DISTINCT FROM (n.category_id, n.occupancy, n.area_id, n.days, n.modes, n.period);
    END IF;
    RETURN NULL;
END $body$;
CREATE OR REPLACE TRIGGER past_follows_insert AFTER INSERT ON geodata_visitrule
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION past_follows_rules();
CREATE OR REPLACE TRIGGER past_follows_update AFTER UPDATE ON geodata_visitrule
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION past_follows_rules();
CREATE OR REPLACE TRIGGER past_follows_delete AFTER DELETE ON geodata_visitrule
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION past_follows_rules();

CREATE OR REPLACE FUNCTION past_follows_categories() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    IF EXISTS (SELECT FROM old_rows o JOIN new_rows n USING (id) WHERE o.special <> n.special) THEN
        PERFORM past_changed_below(NULL, '2000-01-01');
    END IF;
    RETURN NULL;
END $body$;
CREATE OR REPLACE TRIGGER past_follows_update AFTER UPDATE ON geodata_carecategory
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION past_follows_categories();

-- An area that is taken back has never been.
CREATE OR REPLACE FUNCTION past_follows_areas() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    PERFORM set_config('gridmap.keeping', 'on', true);
    DELETE FROM geodata_keptcounts k USING old_rows o WHERE k.village_id = o.id;
    DELETE FROM geodata_pastchange k USING old_rows o WHERE k.village_id = o.id;
    INSERT INTO geodata_pastchange (village_id, since)
    SELECT DISTINCT k.village_id, date '2000-01-01' FROM geodata_keptcounts k JOIN old_rows o ON o.id = k.grid_id;
    PERFORM set_config('gridmap.keeping', '', true);
    RETURN NULL;
END $body$;
CREATE OR REPLACE TRIGGER past_follows_delete AFTER DELETE ON geodata_area
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION past_follows_areas();
