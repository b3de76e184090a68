"""What imports have noted of rows, kept true while a migration gives their table more columns.

An import notes a hash of each row that it leaves, and takes back only what is still the same (import_image.sql). A new
column would make every row another one. So around the change:

    operations = [remember("geodata_duty"), …, rehash("geodata_duty")]
"""

from django.db.migrations.operations import RunSQL

_REMEMBER = """
DO $do$ BEGIN
    IF to_regprocedure('import_image(text, text)') IS NULL THEN RETURN; END IF;
    EXECUTE format($query$
        CREATE TEMP TABLE still_as_left ON COMMIT DROP AS
        SELECT s.id AS step, k.place FROM geodata_importstep s, unnest(s.pks, s.hashes) WITH ORDINALITY k(pk, hash, place)
        JOIN %1$I n ON n.id = k.pk WHERE s."table" = %1$L AND k.hash = hashtextextended((%2$s)::text, 0)
    $query$, '%TABLE%', import_image('%TABLE%', 'n'));
END $do$;
"""
_REHASH = """
DO $do$ BEGIN
    IF to_regclass('pg_temp.still_as_left') IS NULL THEN RETURN; END IF;
    EXECUTE format($query$
        UPDATE geodata_importstep s SET hashes = (
            SELECT array_agg(CASE WHEN l.step IS NULL THEN k.hash ELSE hashtextextended((%2$s)::text, 0) END ORDER BY k.place)
            FROM unnest(s.pks, s.hashes) WITH ORDINALITY k(pk, hash, place)
            LEFT JOIN pg_temp.still_as_left l ON l.step = s.id AND l.place = k.place
            LEFT JOIN %1$I n ON n.id = k.pk)
        WHERE s.id IN (SELECT step FROM pg_temp.still_as_left)
    $query$, '%TABLE%', import_image('%TABLE%', 'n'));
    DROP TABLE pg_temp.still_as_left;
END $do$;
"""


def remember(table: str) -> RunSQL:
    return RunSQL(_REMEMBER.replace("%TABLE%", table), RunSQL.noop)


def rehash(table: str) -> RunSQL:
    return RunSQL(_REHASH.replace("%TABLE%", table), RunSQL.noop)
