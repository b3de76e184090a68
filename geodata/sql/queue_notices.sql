-- Notices that are to be told outside become messages. It alone reads the notices of all, and gives no more than how many there are; a
-- line holds the kind of a notice, the number of a need or how many there are, and a path, never a name. A notice is in one message of a day
-- at most, in one urgent one, and in one to each county. A chat is not told of a sensitive need: whom it is about may read along.
CREATE OR REPLACE FUNCTION queue_notices(moment timestamptz, today date, mails boolean, morning boolean, counties text[],
                                         urgent text[], county_kinds text[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    made integer;
    total integer := 0;
BEGIN
    INSERT INTO geodata_outgoing (id, occasion, user_id, county, day, lines, notices, state, tries, made_at, next_at, why)
    SELECT gen_random_uuid(), 'daily', x.user_id, '', today, jsonb_agg(x.line ORDER BY x.at DESC) FILTER (WHERE x.place <= 50),
           array_agg(x.id), 'waiting', 0, moment, moment, ''
    FROM (SELECT n.id, n.user_id, n.at, row_number() OVER (PARTITION BY n.user_id ORDER BY n.at DESC) AS place,
                 outgoing_line(n.kind, n.subject, n.link) AS line
          FROM geodata_mailaddress m JOIN geodata_user u ON u.id = m.user_id AND u.is_active
          JOIN geodata_notice n ON n.user_id = m.user_id AND n.read_on IS NULL AND n.villages = '{}' AND n.at > m.since AND n.at <= moment
          WHERE mails AND morning AND m.address <> '' AND m.wanted <> 'nothing'
            AND NOT EXISTS (SELECT FROM geodata_outgoing o
                            WHERE o.user_id = n.user_id AND o.occasion = 'daily' AND n.id = ANY (o.notices))) x
    GROUP BY x.user_id
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS made = ROW_COUNT;
    total := total + made;
    INSERT INTO geodata_outgoing (id, occasion, user_id, county, day, lines, notices, state, tries, made_at, next_at, why)
    SELECT gen_random_uuid(), 'urgent', n.user_id, '', today, jsonb_agg(outgoing_line(n.kind, n.subject, n.link)),
           array_agg(n.id), 'waiting', 0, moment, moment, ''
    FROM geodata_mailaddress m JOIN geodata_user u ON u.id = m.user_id AND u.is_active
    JOIN geodata_notice n ON n.user_id = m.user_id AND n.read_on IS NULL AND n.villages = '{}' AND n.at > m.since AND n.at <= moment
    WHERE mails AND m.address <> '' AND m.wanted = 'urgent' AND n.at > moment - interval '2 days'
      AND (n.kind = ANY (urgent) OR EXISTS (
          SELECT FROM geodata_need d WHERE d.number = n.subject AND d.urgency > 1))
      AND NOT EXISTS (SELECT FROM geodata_outgoing o
                      WHERE o.user_id = n.user_id AND o.occasion = 'urgent' AND n.id = ANY (o.notices))
    GROUP BY n.user_id;
    GET DIAGNOSTICS made = ROW_COUNT;
    total := total + made;
    INSERT INTO geodata_outgoing (id, occasion, user_id, county, day, lines, notices, state, tries, made_at, next_at, why)
    SELECT gen_random_uuid(), 'county', NULL, x.county, today, jsonb_agg(DISTINCT x.line), array_agg(x.id), 'waiting', 0,
           moment, moment, ''
    FROM (SELECT DISTINCT c.county, n.id, outgoing_line(n.kind, n.subject, n.link) AS line
          FROM unnest(counties) c (county)
          JOIN geodata_area a ON a.code = c.county
          JOIN geodata_duty d ON d.area_id = a.id AND d.kind = 'county_officer' AND d.period @> today
          JOIN geodata_notice n ON n.user_id = d.user_id AND n.kind = ANY (county_kinds) AND n.villages = '{}'
           AND n.at > moment - interval '2 days' AND n.at <= moment
          WHERE NOT EXISTS (SELECT FROM geodata_need d WHERE d.number = n.subject AND d.sensitive)
            AND NOT EXISTS (SELECT FROM geodata_outgoing o
                            WHERE o.county = c.county AND o.occasion = 'county' AND n.id = ANY (o.notices))) x
    GROUP BY x.county;
    GET DIAGNOSTICS made = ROW_COUNT;
    RETURN total + made;
END $body$;

-- What a subject says beside the number of a need, or how many, stays in the service; so do addresses that lead to one household.
CREATE OR REPLACE FUNCTION outgoing_line(kind text, subject text, link text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object('kind', kind,
        'link', CASE WHEN link ~ '^/(needs|assignments|register|imports|jobs|plans|pairings)/' THEN link ELSE '/' END,
        'subject', CASE WHEN subject ~ '^([0-9]{9}-[0-9]{4}-[0-9]{4,9}|[0-9]{1,6})$' THEN subject ELSE '' END)
$$;
REVOKE ALL ON FUNCTION queue_notices, outgoing_line FROM PUBLIC;
GRANT EXECUTE ON FUNCTION queue_notices TO gridmap_web;
