-- People and tokens become part of the recorded configuration; what is secret of them moves to tables of its own.

ALTER TABLE "users" ADD COLUMN "grants" JSON NOT NULL DEFAULT '[]';
UPDATE "users" SET "grants" = "granted"."grants" FROM (
  SELECT "user_id", json_agg(json_build_object('product', "product", 'role', "role")
    ORDER BY "product" COLLATE "C", array_position(ARRAY['viewer', 'driver', 'manager', 'admin'], "role")) AS "grants"
  FROM "role_grants" GROUP BY "user_id"
) AS "granted" WHERE "granted"."user_id" = "users"."id";
DROP TABLE "role_grants";

CREATE TABLE "passwords" (
    "email" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "passwords_pkey" PRIMARY KEY ("email")
);
INSERT INTO "passwords" ("email", "hash")
  SELECT "email", "password_hash" FROM "users" WHERE "password_hash" IS NOT NULL;

ALTER TABLE "sessions" ADD COLUMN "email" TEXT;
UPDATE "sessions" SET "email" = "users"."email" FROM "users" WHERE "users"."id" = "sessions"."user_id";
ALTER TABLE "sessions" DROP COLUMN "user_id", ALTER COLUMN "email" SET NOT NULL;

DROP INDEX "users_email_key";
ALTER TABLE "users" DROP COLUMN "id", DROP COLUMN "password_hash", DROP COLUMN "created_at",
  ADD CONSTRAINT "users_pkey" PRIMARY KEY ("email"),
  ADD CHECK (length("email") BETWEEN 3 AND 254),
  ADD CHECK (json_typeof("grants") = 'array'),
  ADD CHECK ("row_version" > 0);

ALTER TABLE "passwords" ADD CONSTRAINT "passwords_email_fkey"
  FOREIGN KEY ("email") REFERENCES "users"("email") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_email_fkey"
  FOREIGN KEY ("email") REFERENCES "users"("email") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "sessions_email_idx" ON "sessions"("email");

CREATE TABLE "token_secrets" (
    "name" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "token_secrets_pkey" PRIMARY KEY ("name")
);
INSERT INTO "token_secrets" SELECT "name", "secret_hash", "last_used_at" FROM "tokens";
CREATE UNIQUE INDEX "token_secrets_secret_hash_key" ON "token_secrets"("secret_hash");

ALTER TABLE "tokens" ADD COLUMN "revoked" BOOLEAN NOT NULL DEFAULT false, ADD COLUMN "comment" TEXT;
UPDATE "tokens" SET "revoked" = "revoked_at" IS NOT NULL;
DROP INDEX "tokens_name_key";
ALTER TABLE "tokens" DROP COLUMN "id", DROP COLUMN "secret_hash", DROP COLUMN "created_at",
  DROP COLUMN "last_used_at", DROP COLUMN "revoked_at",
  ADD CONSTRAINT "tokens_pkey" PRIMARY KEY ("name"),
  ADD CHECK (length("name") BETWEEN 1 AND 100),
  ADD CHECK ("row_version" > 0);
ALTER TABLE "token_secrets" ADD CONSTRAINT "token_secrets_name_fkey"
  FOREIGN KEY ("name") REFERENCES "tokens"("name") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "policies" (
    "subject" TEXT NOT NULL,
    "product" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "drivers" SMALLINT NOT NULL,
    "managers" SMALLINT NOT NULL,
    "admins" SMALLINT NOT NULL,
    "restoring" JSON,
    "comment" TEXT,
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "policies_pkey" PRIMARY KEY ("subject", "product", "channel")
);
ALTER TABLE "policies"
  ADD CHECK ("subject" IN ('clients', 'access')),
  ADD CHECK ("subject" = 'clients' OR "channel" = '*'),
  ADD CHECK (length("product") BETWEEN 1 AND 100 AND length("channel") BETWEEN 1 AND 100),
  ADD CHECK ("drivers" >= 0 AND "managers" >= 0 AND "admins" >= 0),
  ADD CHECK ("row_version" > 0);

ALTER TABLE "settings" ADD COLUMN "public_read" BOOLEAN NOT NULL DEFAULT false;

-- A shut-off may be for some of a channel's clients only. Its key is what it is for, null being any.

ALTER TABLE "shut_offs" DROP CONSTRAINT "shut_offs_pkey",
  ADD COLUMN "build_target" TEXT,
  ADD COLUMN "version" TEXT,
  ADD COLUMN "locale" TEXT,
  ADD CHECK ("build_target" !~ '\s' AND "build_target" <> ''),
  ADD CHECK ("version" !~ '\s' AND "version" <> ''),
  ADD CHECK ("locale" !~ '\s' AND "locale" <> '');
ALTER TABLE "shut_offs" ADD COLUMN "key" TEXT GENERATED ALWAYS AS (
  "product" || '/' || "channel" || coalesce(' buildTarget=' || "build_target", '')
    || coalesce(' version=' || "version", '') || coalesce(' locale=' || "locale", '')
) STORED;
ALTER TABLE "shut_offs" ADD CONSTRAINT "shut_offs_pkey" PRIMARY KEY ("key");

-- Changes that wait: for sign-offs, or for their time.

CREATE TABLE "change_sets" (
    "id" SERIAL NOT NULL,
    "state" TEXT NOT NULL,
    "author_kind" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "accept" TEXT[],
    "restores" BOOLEAN NOT NULL DEFAULT false,
    "whole" BOOLEAN NOT NULL DEFAULT false,
    "defaults" BOOLEAN NOT NULL DEFAULT true,
    "releases" TEXT[],
    "products" TEXT[],
    "failure" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "change_sets_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "change_sets_state_id_idx" ON "change_sets"("state", "id");
CREATE INDEX "change_sets_author_id_idx" ON "change_sets"("author", "id");
ALTER TABLE "change_sets"
  ALTER COLUMN "accept" SET NOT NULL,
  ALTER COLUMN "releases" SET NOT NULL,
  ALTER COLUMN "products" SET NOT NULL,
  ADD CHECK ("state" IN
    ('draft', 'proposed', 'approved', 'scheduled', 'paused', 'enacted', 'cancelled', 'expired', 'failed')),
  ADD CHECK ("author_kind" IN ('person', 'token', 'system')),
  ADD CHECK ("source" IN ('ui', 'api', 'cli', 'seed', 'system')),
  ADD CHECK (("state" = 'failed') = ("failure" IS NOT NULL)),
  ADD CHECK ("row_version" > 0);

CREATE TABLE "change_set_steps" (
    "change_set" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3),
    "operations" JSON,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "revision" INTEGER,
    "enacted_at" TIMESTAMPTZ(3),

    CONSTRAINT "change_set_steps_pkey" PRIMARY KEY ("change_set", "position")
);
CREATE INDEX "change_set_steps_state_at_idx" ON "change_set_steps"("state", "at");
ALTER TABLE "change_set_steps"
  ADD CHECK ("position" >= 0),
  ADD CHECK (json_typeof("operations") = 'array'),
  ADD CHECK ("operations" IS NOT NULL OR "state" = 'enacted'),
  ADD CHECK ("state" IN ('pending', 'enacted', 'skipped')),
  ADD CHECK (("state" = 'enacted') = ("enacted_at" IS NOT NULL)),
  ADD CHECK ("state" = 'enacted' OR "revision" IS NULL),
  ADD CONSTRAINT "change_set_steps_change_set_fkey"
    FOREIGN KEY ("change_set") REFERENCES "change_sets"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "change_set_steps_revision_fkey"
    FOREIGN KEY ("revision") REFERENCES "revisions"("id") DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE "sign_offs" (
    "change_set" INTEGER NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "digest" JSON NOT NULL,

    CONSTRAINT "sign_offs_pkey" PRIMARY KEY ("change_set", "email")
);
ALTER TABLE "sign_offs"
  ADD CHECK ("role" IN ('driver', 'manager', 'admin')),
  ADD CONSTRAINT "sign_offs_change_set_fkey"
    FOREIGN KEY ("change_set") REFERENCES "change_sets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "change_set_events" (
    "id" BIGSERIAL NOT NULL,
    "change_set" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "change_set_events_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "change_set_events_change_set_id_idx" ON "change_set_events"("change_set", "id");
ALTER TABLE "change_set_events"
  ADD CHECK ("kind" IN ('created', 'edited', 'proposed', 'signed', 'sign-off-voided', 'comment',
    'changes-requested', 'approved', 'scheduled', 'paused', 'continued', 'step-enacted', 'enacted', 'aborted',
    'cancelled', 'expired', 'failed')),
  ADD CONSTRAINT "change_set_events_change_set_fkey"
    FOREIGN KEY ("change_set") REFERENCES "change_sets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TRIGGER "change_set_events_are_permanent" BEFORE UPDATE OR DELETE OR TRUNCATE ON "change_set_events"
  EXECUTE FUNCTION "refuse_statement"('What happened to a change set stays on record.');
CREATE TRIGGER "change_sets_stay" BEFORE DELETE OR TRUNCATE ON "change_sets"
  EXECUTE FUNCTION "refuse_statement"('Cancel a change set instead.');

ALTER TABLE "revisions" ADD COLUMN "change_set" INTEGER,
  ADD CONSTRAINT "revisions_change_set_fkey"
    FOREIGN KEY ("change_set") REFERENCES "change_sets"("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "revisions_change_set_idx" ON "revisions"("change_set");

-- The new kinds of rows change only with their record, as the others.

ALTER TABLE "audit_entries" DROP CONSTRAINT "audit_entries_entity_check",
  ADD CHECK ("entity" IN ('rule', 'release', 'build', 'product', 'channel', 'pin', 'allowedDomain', 'shutOff',
    'settings', 'policy', 'user', 'token'));

DROP TRIGGER "shut_offs_note_inserts" ON "shut_offs";
DROP TRIGGER "shut_offs_note_updates" ON "shut_offs";
DROP TRIGGER "shut_offs_note_deletions" ON "shut_offs";
DROP TRIGGER "shut_offs_refuse_truncate" ON "shut_offs";

DO $$
DECLARE
  audited record;
BEGIN
  FOR audited IN SELECT * FROM (VALUES
    ('shut_offs', 'shutOff', '"key"'),
    ('policies', 'policy', '"subject" || ''/'' || "product" || ''/'' || "channel"'),
    ('users', 'user', '"email"'),
    ('tokens', 'token', '"name"')
  ) AS "tables"("name", "entity", "key")
  LOOP
    EXECUTE format(
      'CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS "new_rows"
         FOR EACH STATEMENT EXECUTE FUNCTION "note_changed_rows"(%L, %L)',
      audited."name" || '_note_inserts', audited."name", audited."entity", audited."key");
    EXECUTE format(
      'CREATE TRIGGER %I AFTER UPDATE ON %I REFERENCING NEW TABLE AS "new_rows" OLD TABLE AS "old_rows"
         FOR EACH STATEMENT EXECUTE FUNCTION "note_changed_rows"(%L, %L)',
      audited."name" || '_note_updates', audited."name", audited."entity", audited."key");
    EXECUTE format(
      'CREATE TRIGGER %I AFTER DELETE ON %I REFERENCING OLD TABLE AS "old_rows"
         FOR EACH STATEMENT EXECUTE FUNCTION "note_changed_rows"(%L, %L)',
      audited."name" || '_note_deletions', audited."name", audited."entity", audited."key");
    EXECUTE format(
      'CREATE TRIGGER %I BEFORE TRUNCATE ON %I EXECUTE FUNCTION "refuse_statement"(%L)',
      audited."name" || '_refuse_truncate', audited."name", 'Delete rows through a change, which is recorded.');
  END LOOP;
END $$;
