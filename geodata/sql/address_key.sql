-- What is left of an address when nothing counts but its signs: without spaces and marks, full width as half.
CREATE OR REPLACE FUNCTION address_key(VARIADIC parts text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $body$
    SELECT regexp_replace(lower(normalize(array_to_string(parts, ''), NFKC)), '[\s!-/:-@[-`{-~、。·]', '', 'g')
$body$;
