-- psql -d postgres -v owner=secret -v web=secret -v jobs=secret -f roles.sql: once, as the server's administrator.
CREATE ROLE gridmap LOGIN CREATEDB PASSWORD :'owner';
CREATE ROLE gridmap_web NOLOGIN;
GRANT gridmap_web TO gridmap;
-- The logins of web processes and of workers: they own nothing.
CREATE ROLE gridmap_app LOGIN PASSWORD :'web' IN ROLE gridmap_web;
CREATE ROLE gridmap_jobs LOGIN PASSWORD :'jobs' IN ROLE gridmap_web;
-- PgBouncer lets no process set these when it connects. Workers and commands have none.
ALTER ROLE gridmap_app SET statement_timeout = '60s';
ALTER ROLE gridmap_app SET lock_timeout = '10s';
ALTER ROLE gridmap_app SET idle_in_transaction_session_timeout = '120s';
CREATE DATABASE gridmap OWNER gridmap TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8';
\connect gridmap
CREATE EXTENSION IF NOT EXISTS postgis;
-- Backups are restored beside, to be compared.
\connect template1
CREATE EXTENSION IF NOT EXISTS postgis;
