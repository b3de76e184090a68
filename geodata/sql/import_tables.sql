-- The tables that an import or a change of the register writes, from the leaves to the root: what refers to a row goes before it.
CREATE OR REPLACE FUNCTION import_tables() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$ SELECT :written $$;
REVOKE ALL ON FUNCTION import_tables FROM PUBLIC;
