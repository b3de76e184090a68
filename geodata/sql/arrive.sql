-- Who comes with a request, by a token or (where it is empty) by the account of a session: nobody where it opens nothing. The
-- use of the token is noted once it is older than `stale`, the request is counted by that kind (none: it is not), and told is
-- whether there is a second step, and all that the scope follows from. Nothing is kept from one request to the next: what
-- ended a moment ago opens nothing.
--
-- Nobody's scope is in force afterwards: the account acts in here only, so that its own links are found.
CREATE OR REPLACE FUNCTION arrive(
    token text, account bigint, moment timestamptz, present date, stale timestamptz, device_now text, network_now text,
    counted_as text, stretch bigint
) RETURNS TABLE (who bigint, second_step boolean, counted integer, duties jsonb)
LANGUAGE plpgsql ROWS 1 AS $$
DECLARE
    last_used timestamptz;
BEGIN
    IF token <> '' THEN
        SELECT t.user_id, t.used_at INTO who, last_used FROM geodata_apitoken t
        WHERE t.digest = token AND t.expires_at > moment
          AND EXISTS (SELECT FROM geodata_user u WHERE u.id = t.user_id AND u.is_active);
        IF who IS NOT NULL AND (last_used IS NULL OR last_used < stale) THEN
            UPDATE geodata_apitoken SET used_at = moment, device = device_now, network = network_now
            WHERE digest = token AND (used_at IS NULL OR used_at < stale);
        END IF;
    ELSE
        SELECT u.id INTO who FROM geodata_user u WHERE u.id = account AND u.is_active;
    END IF;
    IF who IS NULL THEN
        RETURN;
    END IF;
    second_step := EXISTS (SELECT FROM mfa_authenticator a WHERE a.user_id = who AND a.type = 'totp');
    IF counted_as <> '' THEN
        counted := count_request(counted_as || who, stretch);
    END IF;
    PERFORM set_config('gridmap.user', who::text, true);
    duties := duties_of(who, present);
    PERFORM set_config('gridmap.user', '', true);
    RETURN NEXT;
END $$;
REVOKE ALL ON FUNCTION arrive FROM PUBLIC;
GRANT EXECUTE ON FUNCTION arrive TO gridmap_web;
