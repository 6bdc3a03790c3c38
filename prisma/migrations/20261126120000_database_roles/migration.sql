-- What the application may do, as the group "aus3_app": work with rows, but never with tables, triggers or the past.
-- Where it owns the tables itself, all this says nothing.

-- Trigger functions run with their owner's rights, and one of them runs what its arguments say. Whoever may execute
-- them can hang them onto a table of his own.
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

DO $$
BEGIN
  IF to_regrole('aus3_app') IS NULL THEN
    CREATE ROLE aus3_app NOLOGIN;
  END IF;
EXCEPTION
  -- Whoever may make roles makes it, before or after; or nobody, and the application owns the tables.
  WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN NULL;
END $$;

-- The work queue makes its tables by itself, in a schema that holds nothing else.
CREATE SCHEMA jobs;

-- Run again at a start that finds the group without rights: it may be made after this migration.
CREATE FUNCTION "grant_application_rights"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF to_regrole('aus3_app') IS NULL THEN
    RETURN;
  END IF;
  GRANT USAGE ON SCHEMA public TO aus3_app;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO aus3_app;
  GRANT SELECT, UPDATE, USAGE ON ALL SEQUENCES IN SCHEMA public TO aus3_app;
  ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO aus3_app;
  ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, UPDATE, USAGE ON SEQUENCES TO aus3_app;
  -- The record grows, and nothing else becomes of it.
  REVOKE UPDATE, DELETE ON "revisions", "audit_entries" FROM aus3_app;
  REVOKE INSERT, DELETE ON "head", "settings" FROM aus3_app;
  -- Triggers write it with their owner's rights.
  REVOKE ALL ON "changed_rows" FROM aus3_app;
  REVOKE ALL ON SEQUENCE "changed_rows_id_seq" FROM aus3_app;
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    REVOKE ALL ON "_prisma_migrations" FROM aus3_app;
  END IF;
  GRANT ALL ON SCHEMA jobs TO aus3_app;
END $$;

SELECT "grant_application_rights"();

-- The chain is held by "link_revision"; nothing looks for a revision by its hash alone, and rows of a channel are
-- looked for.
DROP INDEX "revisions_hash_key";
CREATE INDEX "audit_entries_channel_revision_idx" ON "audit_entries"("channel", "revision");
