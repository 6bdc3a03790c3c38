-- The work queue's tables are its library's, made by the owner after the migrations. The application works with their
-- rows as with its own. Run whenever the library has changed them; says nothing where the application owns everything.
CREATE FUNCTION "grant_job_rights"() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  guarded record;
BEGIN
  IF to_regrole('aus3_app') IS NULL THEN
    RETURN;
  END IF;
  REVOKE CREATE ON SCHEMA jobs FROM aus3_app;
  GRANT USAGE ON SCHEMA jobs TO aus3_app;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA jobs TO aus3_app;
  GRANT SELECT, UPDATE, USAGE ON ALL SEQUENCES IN SCHEMA jobs TO aus3_app;
  GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA jobs TO aus3_app;
  -- Which of its tables are there is the library's to say, and nobody else's.
  IF to_regclass('jobs.migrations') IS NOT NULL THEN
    REVOKE INSERT, UPDATE, DELETE ON jobs.migrations FROM aus3_app;
  END IF;
  -- The library has row level security on, so that nobody but the owner sees a row without a policy.
  FOR guarded IN
    SELECT c.oid::regclass AS name FROM pg_class AS c
    WHERE c.relnamespace = 'jobs'::regnamespace AND c.relrowsecurity
      AND NOT EXISTS (SELECT FROM pg_policy AS p WHERE p.polrelid = c.oid AND p.polname = 'application')
  LOOP
    EXECUTE format('CREATE POLICY application ON %s TO aus3_app USING (true) WITH CHECK (true)', guarded.name);
  END LOOP;
END $$;

-- Who outside hears of changes.

CREATE TABLE "hooks" (
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "events" TEXT[] NOT NULL,
    "products" TEXT[] NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "comment" TEXT,
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "hooks_pkey" PRIMARY KEY ("name")
);
ALTER TABLE "hooks"
  ADD CHECK (length("name") BETWEEN 1 AND 100),
  ADD CHECK ("url" ~ '^https?://' AND length("url") <= 2000),
  ADD CHECK (cardinality("events") > 0),
  ADD CHECK ("row_version" > 0);

CREATE TABLE "hook_secrets" (
    "name" TEXT NOT NULL,
    "secret" TEXT NOT NULL,

    CONSTRAINT "hook_secrets_pkey" PRIMARY KEY ("name")
);
ALTER TABLE "hook_secrets" ADD CONSTRAINT "hook_secrets_name_fkey"
  FOREIGN KEY ("name") REFERENCES "hooks"("name") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "hook_deliveries" (
    "id" SERIAL NOT NULL,
    "hook" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "payload" JSON NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "status" INTEGER,
    "problem" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "tried_at" TIMESTAMPTZ(3),
    "next_at" TIMESTAMPTZ(3),

    CONSTRAINT "hook_deliveries_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "hook_deliveries_hook_id_idx" ON "hook_deliveries"("hook", "id");
CREATE INDEX "hook_deliveries_created_at_idx" ON "hook_deliveries"("created_at");
ALTER TABLE "hook_deliveries"
  ADD CHECK ("state" IN ('pending', 'delivered', 'failed')),
  ADD CHECK ("attempts" >= 0),
  ADD CONSTRAINT "hook_deliveries_hook_fkey"
    FOREIGN KEY ("hook") REFERENCES "hooks"("name") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "audit_entries" DROP CONSTRAINT "audit_entries_entity_check",
  ADD CHECK ("entity" IN ('rule', 'release', 'build', 'product', 'channel', 'pin', 'allowedDomain', 'shutOff',
    'settings', 'policy', 'user', 'token', 'hook'));

CREATE TRIGGER "hooks_note_inserts" AFTER INSERT ON "hooks" REFERENCING NEW TABLE AS "new_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION "note_changed_rows"('hook', '"name"');
CREATE TRIGGER "hooks_note_updates" AFTER UPDATE ON "hooks"
  REFERENCING NEW TABLE AS "new_rows" OLD TABLE AS "old_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION "note_changed_rows"('hook', '"name"');
CREATE TRIGGER "hooks_note_deletions" AFTER DELETE ON "hooks" REFERENCING OLD TABLE AS "old_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION "note_changed_rows"('hook', '"name"');
CREATE TRIGGER "hooks_refuse_truncate" BEFORE TRUNCATE ON "hooks"
  EXECUTE FUNCTION "refuse_statement"('Delete rows through a change, which is recorded.');
