CREATE TABLE "products" (
    "name" TEXT NOT NULL,
    "comment" TEXT,
    "throttle" SMALLINT NOT NULL DEFAULT 100,
    "version_order" TEXT NOT NULL DEFAULT 'mozilla',
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "products_pkey" PRIMARY KEY ("name")
);

CREATE TABLE "channels" (
    "product" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "comment" TEXT,
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "channels_pkey" PRIMARY KEY ("product","name")
);

CREATE TABLE "rules" (
    "id" SERIAL NOT NULL,
    "alias" TEXT,
    "comment" TEXT,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "priority" INTEGER NOT NULL,
    "mapping" TEXT,
    "fallback_mapping" TEXT,
    "background_rate" SMALLINT NOT NULL DEFAULT 100,
    "update_type" TEXT NOT NULL DEFAULT 'minor',
    "product" TEXT,
    "channel" TEXT,
    "version" TEXT,
    "build_id" TEXT,
    "build_target" TEXT,
    "locale" TEXT,
    "os_version" TEXT,
    "distribution" TEXT,
    "dist_version" TEXT,
    "instruction_set" TEXT,
    "memory" TEXT,
    "header_architecture" TEXT,
    "mig64" BOOLEAN,
    "jaws" BOOLEAN,
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "rules_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "releases" (
    "name" TEXT NOT NULL,
    "product" TEXT NOT NULL,
    "read_only" BOOLEAN NOT NULL DEFAULT false,
    "comment" TEXT,
    "kind" TEXT NOT NULL,
    "version" TEXT,
    "content" JSON NOT NULL,
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "releases_pkey" PRIMARY KEY ("name")
);

CREATE TABLE "builds" (
    "release" TEXT NOT NULL,
    "build_target" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "build_id" TEXT,
    "attributes" JSON NOT NULL,
    "patches" JSON NOT NULL,
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "builds_pkey" PRIMARY KEY ("release","build_target","locale")
);

CREATE TABLE "pins" (
    "product" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "mapping" TEXT NOT NULL,
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "pins_pkey" PRIMARY KEY ("product","channel","version")
);

CREATE TABLE "allowed_domains" (
    "host" TEXT NOT NULL,
    "path_pattern" TEXT NOT NULL DEFAULT '',
    "products" TEXT[],
    "position" INTEGER NOT NULL DEFAULT 0,
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "allowed_domains_pkey" PRIMARY KEY ("host","path_pattern")
);

CREATE TABLE "shut_offs" (
    "product" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "shut_offs_pkey" PRIMARY KEY ("product","channel")
);

CREATE TABLE "settings" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "throttle" SMALLINT NOT NULL DEFAULT 100,
    "force_hosts" TEXT[],
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "head" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "hash" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "head_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "revisions" (
    "id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "transaction" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "revisions_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "audit_entries" (
    "revision" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "entity" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "product" TEXT,
    "channel" TEXT,
    "before" JSON,
    "after" JSON,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("revision","position")
);

CREATE UNLOGGED TABLE "changed_rows" (
    "id" BIGSERIAL NOT NULL,
    "entity" TEXT NOT NULL,
    "keys" TEXT[],

    CONSTRAINT "changed_rows_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "users" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "disabled" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "role_grants" (
    "user_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "product" TEXT NOT NULL DEFAULT '*',

    CONSTRAINT "role_grants_pkey" PRIMARY KEY ("user_id","role","product")
);

CREATE TABLE "sessions" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "tokens" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "products" TEXT[],
    "channel" TEXT NOT NULL DEFAULT '*',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "tokens_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "rules" ADD CONSTRAINT "rules_alias_key" UNIQUE ("alias") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "rules_product_idx" ON "rules"("product");
CREATE INDEX "rules_mapping_idx" ON "rules"("mapping");
CREATE INDEX "rules_fallback_mapping_idx" ON "rules"("fallback_mapping");
CREATE INDEX "releases_product_idx" ON "releases"("product");
CREATE UNIQUE INDEX "revisions_hash_key" ON "revisions"("hash");
CREATE INDEX "revisions_at_idx" ON "revisions"("at");
CREATE INDEX "audit_entries_entity_key_revision_idx" ON "audit_entries"("entity", "key", "revision");
CREATE INDEX "audit_entries_product_revision_idx" ON "audit_entries"("product", "revision");
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");
CREATE UNIQUE INDEX "tokens_name_key" ON "tokens"("name");
CREATE UNIQUE INDEX "tokens_secret_hash_key" ON "tokens"("secret_hash");
ALTER TABLE "channels" ADD CONSTRAINT "channels_product_fkey" FOREIGN KEY ("product") REFERENCES "products"("name") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "rules" ADD CONSTRAINT "rules_product_fkey" FOREIGN KEY ("product") REFERENCES "products"("name") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "rules" ADD CONSTRAINT "rules_mapping_fkey" FOREIGN KEY ("mapping") REFERENCES "releases"("name") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "rules" ADD CONSTRAINT "rules_fallback_mapping_fkey" FOREIGN KEY ("fallback_mapping") REFERENCES "releases"("name") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "releases" ADD CONSTRAINT "releases_product_fkey" FOREIGN KEY ("product") REFERENCES "products"("name") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "builds" ADD CONSTRAINT "builds_release_fkey" FOREIGN KEY ("release") REFERENCES "releases"("name") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "pins" ADD CONSTRAINT "pins_product_fkey" FOREIGN KEY ("product") REFERENCES "products"("name") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "pins" ADD CONSTRAINT "pins_mapping_fkey" FOREIGN KEY ("mapping") REFERENCES "releases"("name") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_revision_fkey" FOREIGN KEY ("revision") REFERENCES "revisions"("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "role_grants" ADD CONSTRAINT "role_grants_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the schema file cannot say. Patterns and lengths repeat what the program's own schemas check.

ALTER TABLE "products"
  ADD CHECK (length("name") BETWEEN 1 AND 100),
  ADD CHECK ("throttle" BETWEEN 0 AND 100),
  ADD CHECK ("version_order" IN ('mozilla', 'loose')),
  ADD CHECK ("row_version" > 0);

ALTER TABLE "channels"
  ADD CHECK (length("name") BETWEEN 1 AND 100),
  ADD CHECK ("row_version" > 0);

ALTER TABLE "rules"
  ADD CHECK ("id" > 0),
  ADD CHECK ("priority" BETWEEN 0 AND 1000000),
  ADD CHECK ("background_rate" BETWEEN 0 AND 100),
  ADD CHECK ("update_type" IN ('minor', 'major')),
  ADD CHECK ("alias" ~ '^[A-Za-z][A-Za-z0-9_.-]{0,63}$'),
  ADD CHECK ("row_version" > 0);

ALTER TABLE "releases"
  ADD CHECK (length("name") BETWEEN 1 AND 200),
  ADD CHECK ("kind" IN ('application', 'desupport', 'plugins', 'system-addons', 'bundle', 'json')),
  ADD CHECK (json_typeof("content") = 'object' AND "content" ->> 'kind' = "kind"),
  ADD CHECK ("row_version" > 0);

ALTER TABLE "builds"
  ADD CHECK (length("build_target") BETWEEN 1 AND 200 AND length("locale") BETWEEN 1 AND 200),
  ADD CHECK (json_typeof("attributes") = 'object'),
  ADD CHECK (json_typeof("patches") = 'array'),
  ADD CHECK ("row_version" > 0);

ALTER TABLE "pins"
  ADD CHECK (length("channel") BETWEEN 1 AND 100),
  ADD CHECK ("version" ~ '^(0|[1-9][0-9]*)[.]((0|[1-9][0-9]*)[.])?$'),
  ADD CHECK ("row_version" > 0);

ALTER TABLE "allowed_domains"
  ALTER COLUMN "products" SET NOT NULL,
  ADD CHECK ("host" ~ '^[a-z0-9.-]+(:[0-9]+)?$'),
  ADD CHECK (cardinality("products") > 0),
  ADD CHECK ("position" >= 0),
  ADD CHECK ("row_version" > 0);

ALTER TABLE "shut_offs"
  ADD CHECK (length("product") BETWEEN 1 AND 100 AND length("channel") BETWEEN 1 AND 100),
  ADD CHECK ("row_version" > 0);

ALTER TABLE "settings"
  ALTER COLUMN "force_hosts" SET NOT NULL,
  ADD CHECK ("id" = 1),
  ADD CHECK ("throttle" BETWEEN 0 AND 100),
  ADD CHECK ("row_version" > 0);

ALTER TABLE "head" ADD CHECK ("id" = 1);

ALTER TABLE "revisions"
  ADD CHECK ("source" IN ('ui', 'api', 'cli', 'seed', 'system')),
  ADD CHECK ("hash" ~ '^[0-9a-f]{64}$');

ALTER TABLE "audit_entries"
  ADD CHECK ("entity" IN
    ('rule', 'release', 'build', 'product', 'channel', 'pin', 'allowedDomain', 'shutOff', 'settings')),
  ADD CHECK ("before" IS NOT NULL OR "after" IS NOT NULL);

ALTER TABLE "changed_rows" ALTER COLUMN "keys" SET NOT NULL;

ALTER TABLE "users" ADD CHECK ("email" = lower("email"));

ALTER TABLE "role_grants" ADD CHECK ("role" IN ('viewer', 'driver', 'manager', 'admin'));

ALTER TABLE "tokens"
  ALTER COLUMN "products" SET NOT NULL,
  ADD CHECK ("scope" IN ('read', 'submit', 'push', 'admin')),
  ADD CHECK (length("channel") > 0);

INSERT INTO "head" DEFAULT VALUES;
INSERT INTO "settings" ("force_hosts") VALUES ('{}');

-- The record is append-only.

CREATE FUNCTION "refuse_statement"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation', HINT = TG_ARGV[0];
END $$;

CREATE TRIGGER "revisions_are_permanent" BEFORE UPDATE OR DELETE OR TRUNCATE ON "revisions"
  EXECUTE FUNCTION "refuse_statement"('The record of changes is permanent.');
CREATE TRIGGER "audit_entries_are_permanent" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entries"
  EXECUTE FUNCTION "refuse_statement"('The record of changes is permanent.');
CREATE TRIGGER "head_is_one_row" BEFORE INSERT OR DELETE OR TRUNCATE ON "head"
  EXECUTE FUNCTION "refuse_statement"('The head always has its one row.');

-- Revisions form one chain, and the head is its newest link when a transaction commits.

CREATE FUNCTION "link_revision"() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  predecessor record;
BEGIN
  SELECT "id", "hash" INTO predecessor FROM "revisions" ORDER BY "id" DESC LIMIT 1;
  IF NEW."id" <> coalesce(predecessor."id", 0) + 1 OR NEW."previous_hash" <> coalesce(predecessor."hash", '') THEN
    RAISE EXCEPTION 'revision % does not follow revision %', NEW."id", coalesce(predecessor."id", 0)
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  NEW."transaction" := pg_current_xact_id()::text::bigint;
  RETURN NEW;
END $$;

CREATE TRIGGER "revisions_are_linked" BEFORE INSERT ON "revisions"
  FOR EACH ROW EXECUTE FUNCTION "link_revision"();

CREATE FUNCTION "require_head"() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT ("revision", "hash") FROM "head") IS DISTINCT FROM
     (SELECT ("id", "hash") FROM "revisions" ORDER BY "id" DESC LIMIT 1) THEN
    RAISE EXCEPTION 'the head is not the newest revision' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER "revisions_move_the_head" AFTER INSERT ON "revisions"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "require_head"();
CREATE CONSTRAINT TRIGGER "head_follows_revisions" AFTER UPDATE ON "head"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "require_head"();

-- Entries come with the revision that their own transaction writes.

CREATE FUNCTION "require_own_revision"() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT "revision" FROM "added") AS "added"
    LEFT JOIN "revisions" ON "revisions"."id" = "added"."revision"
    WHERE "revisions"."transaction" IS DISTINCT FROM pg_current_xact_id()::text::bigint
  ) THEN
    RAISE EXCEPTION 'an audit entry can be added only together with its revision'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER "audit_entries_come_with_their_revision" AFTER INSERT ON "audit_entries"
  REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "require_own_revision"();

-- No change of the configuration without its audit entry. Each statement notes the keys that it touched in one row of
-- "changed_rows"; at commit each of those keys needs an entry of the revision that this transaction wrote.

CREATE FUNCTION "note_changed_rows"() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  changed text := CASE TG_OP
    WHEN 'INSERT' THEN 'TABLE "new_rows"'
    WHEN 'DELETE' THEN 'TABLE "old_rows"'
    ELSE 'TABLE "new_rows" UNION ALL TABLE "old_rows"'
  END;
  touched text[];
BEGIN
  EXECUTE format('SELECT array_agg(DISTINCT (%s)::text) FROM (%s) AS "changed"', TG_ARGV[1], changed) INTO touched;
  IF touched IS NOT NULL THEN
    INSERT INTO "changed_rows" ("entity", "keys") VALUES (TG_ARGV[0], touched);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION "require_audit_entries"() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  own_revision integer;
  unrecorded text;
BEGIN
  SELECT CASE WHEN "transaction" = pg_current_xact_id()::text::bigint THEN "id" END INTO own_revision
    FROM "revisions" ORDER BY "id" DESC LIMIT 1;
  SELECT "touched"."key" INTO unrecorded FROM unnest(NEW."keys") AS "touched"("key")
  WHERE NOT EXISTS (
    SELECT FROM "audit_entries"
    WHERE "audit_entries"."entity" = NEW."entity" AND "audit_entries"."key" = "touched"."key"
      AND "audit_entries"."revision" = own_revision
  ) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'the change of % "%" is not recorded', NEW."entity", unrecorded
      USING ERRCODE = 'integrity_constraint_violation',
            HINT = 'Each changed row needs an audit entry of a revision that the same transaction writes.';
  END IF;
  DELETE FROM "changed_rows" WHERE "id" = NEW."id";
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER "changed_rows_are_recorded" AFTER INSERT ON "changed_rows"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "require_audit_entries"();

DO $$
DECLARE
  audited record;
BEGIN
  FOR audited IN SELECT * FROM (VALUES
    ('rules', 'rule', '"id"::text'),
    ('releases', 'release', '"name"'),
    ('builds', 'build', '"release" || ''/'' || "build_target" || ''/'' || "locale"'),
    ('products', 'product', '"name"'),
    ('channels', 'channel', '"product" || ''/'' || "name"'),
    ('pins', 'pin', '"product" || ''/'' || "channel" || ''/'' || "version"'),
    ('allowed_domains', 'allowedDomain', 'concat_ws('' '', "host", nullif("path_pattern", ''''))'),
    ('shut_offs', 'shutOff', '"product" || ''/'' || "channel"'),
    ('settings', 'settings', '''settings''::text')
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
