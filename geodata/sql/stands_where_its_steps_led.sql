-- A thing stands where its last step has led, or without any where it begins; each step begins where the one before it ended.
-- Asked at the end of the transaction: state and step are written one after the other. See geodata/base/lifecycle.py.
CREATE OR REPLACE FUNCTION stands_where_its_steps_led() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
DECLARE
    things text := TG_ARGV[0];
    steps text := TG_ARGV[1];
    key text := TG_ARGV[2];
    leads text := TG_ARGV[3];
    start text := TG_ARGV[4];
    thing bigint;
    stands text;
    led text;
    torn boolean;
BEGIN
    thing := CASE WHEN TG_TABLE_NAME = things THEN to_jsonb(NEW) ->> 'id'
        WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ->> key ELSE to_jsonb(NEW) ->> key END;
    -- One statement: it is planned anew for each thing, and many may be decided about at once.
    EXECUTE format($query$
        SELECT (SELECT t.state FROM %5$I t WHERE t.id = $1),
               (array_agg(x.led ORDER BY x.id DESC))[1], coalesce(bool_or(x.before <> x.due), false)
        FROM (SELECT s.id, s.%1$I AS led, s.before,
                     coalesce(lag(s.%1$I) OVER (ORDER BY s.id), CASE s.before WHEN '' THEN '' ELSE %2$L END) AS due
              FROM %3$I s WHERE s.%4$I = $1) x
    $query$, leads, start, steps, key, things) INTO stands, led, torn USING thing;
    -- It is gone, and its steps with it.
    IF stands IS NULL THEN RETURN NULL; END IF;
    IF torn OR stands <> coalesce(led, start) THEN
        RAISE EXCEPTION '% % is “%”, its steps led to “%”', things, thing, stands, coalesce(led, start)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'stands_where_its_steps_led', TABLE = things;
    END IF;
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION stands_where_its_steps_led FROM PUBLIC;

-- Nobody changes a step, not even the owner. They go with their thing alone, or lose the words of their reason, sealed ones too
-- (base/forgetting.py).
CREATE OR REPLACE FUNCTION steps_stay() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    was_there jsonb := to_jsonb(OLD);
    now_there jsonb := to_jsonb(NEW);
BEGIN
    IF now_there <> was_there AND now_there - 'reason' - 'payload' = was_there - 'reason' - 'payload'
       AND now_there ->> 'reason' IN (was_there ->> 'reason', '–')
       AND coalesce(now_there -> 'payload' IN (was_there -> 'payload', (was_there -> 'payload') - 'sealed'), true) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'steps of % are appended, never changed', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'steps_stay', TABLE = TG_TABLE_NAME;
END $body$;
REVOKE ALL ON FUNCTION steps_stay FROM PUBLIC;

DO $do$ DECLARE one record;
BEGIN
    FOR one IN SELECT * FROM (VALUES
        ('geodata_boundaryplan', 'geodata_planstep', 'plan_id', 'state', 'draft'),
        ('geodata_heldvisit', 'geodata_heldvisitstep', 'held_id', 'after', 'waiting'),
        ('geodata_pairing', 'geodata_pairingstep', 'pairing_id', 'after', 'open'),
        ('geodata_registerchange', 'geodata_registerstep', 'change_id', 'after', 'proposed'),
        -- What is entered as in force has no steps before it ends; a clue has one of its own before that (before = '').
        ('geodata_carerecord', 'geodata_carestep', 'record_id', 'after', 'in_force'),
        ('geodata_policyversion', 'geodata_policystep', 'version_id', 'after', 'draft'),
        ('geodata_serviceorder', 'geodata_orderstep', 'order_id', 'after', 'ordered'),
        -- What a rule finds is possible and has no step; what was asked for or listed has one of its own before that (before = '').
        ('geodata_entitlement', 'geodata_entitlementstep', 'entitlement_id', 'after', 'possible'),
        ('geodata_campaign', 'geodata_campaignstep', 'campaign_id', 'after', 'draft'),
        ('geodata_livelihoodproject', 'geodata_projectstep', 'project_id', 'after', 'proposed'),
        ('geodata_meeting', 'geodata_meetingstep', 'meeting_id', 'after', 'planned'),
        ('geodata_importrun', 'geodata_importmove', 'run_id', 'after', 'uploaded')
    ) x (things, steps, key, leads, start) LOOP
        EXECUTE format($$
            DROP TRIGGER IF EXISTS stands_where_its_steps_led ON %1$I;
            CREATE CONSTRAINT TRIGGER stands_where_its_steps_led AFTER INSERT OR UPDATE OF state ON %1$I
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
                EXECUTE FUNCTION stands_where_its_steps_led(%1$L, %2$L, %3$L, %4$L, %5$L);
            DROP TRIGGER IF EXISTS stands_where_its_steps_led ON %2$I;
            CREATE CONSTRAINT TRIGGER stands_where_its_steps_led AFTER INSERT OR DELETE ON %2$I
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
                EXECUTE FUNCTION stands_where_its_steps_led(%1$L, %2$L, %3$L, %4$L, %5$L);
            CREATE OR REPLACE TRIGGER steps_stay BEFORE UPDATE ON %2$I FOR EACH ROW EXECUTE FUNCTION steps_stay();
        $$, one.things, one.steps, one.key, one.leads, one.start);
    END LOOP;
END $do$;

-- Those of needs are held to them by need_stands_at_its_level.
CREATE OR REPLACE TRIGGER steps_stay BEFORE UPDATE ON geodata_needstep FOR EACH ROW EXECUTE FUNCTION steps_stay();
