-- Builds take half the room, in their table and in the record. What most patches say is stored as
-- [from, size, hash in base64] or [from, size, hash in base64, url]: lib/releases/packed.ts writes it. The tables have other
-- names for it. Under their own there are views that say everything as it is meant, to be read, and to be written by a
-- former program on this schema. Rows that are there already, and those that a former program writes, stay as they are.

ALTER TABLE "builds" RENAME TO "packed_builds";
ALTER TABLE "packed_builds" RENAME CONSTRAINT "builds_pkey" TO "packed_builds_pkey";
ALTER TABLE "packed_builds" RENAME CONSTRAINT "builds_release_fkey" TO "packed_builds_release_fkey";

ALTER TABLE "audit_entries" RENAME TO "packed_audit_entries";
ALTER TABLE "packed_audit_entries" RENAME CONSTRAINT "audit_entries_pkey" TO "packed_audit_entries_pkey";
ALTER TABLE "packed_audit_entries"
  RENAME CONSTRAINT "audit_entries_revision_fkey" TO "packed_audit_entries_revision_fkey";
ALTER TABLE "packed_audit_entries"
  RENAME CONSTRAINT "audit_entries_entity_check" TO "packed_audit_entries_entity_check";
ALTER INDEX "audit_entries_entity_key_revision_idx" RENAME TO "packed_audit_entries_entity_key_revision_idx";
ALTER INDEX "audit_entries_product_revision_idx" RENAME TO "packed_audit_entries_product_revision_idx";
ALTER INDEX "audit_entries_channel_revision_idx" RENAME TO "packed_audit_entries_channel_revision_idx";

-- A list that does not have exactly the form in which it is packed is given as it stands: so two texts never mean the same,
-- and whatever is altered in the record is found.
CREATE FUNCTION "unpack_patches"("stored" json) RETURNS json
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  patch json;
  hash text;
  packed text := '';
  unpacked text := '';
BEGIN
  IF json_typeof(stored) <> 'array' THEN
    RETURN stored;
  END IF;
  FOR place IN 0 .. json_array_length(stored) - 1 LOOP
    patch := stored -> place;
    IF json_typeof(patch) <> 'array' THEN
      packed := concat(packed, ',', patch);
      unpacked := concat(unpacked, ',', patch);
      CONTINUE;
    END IF;
    hash := patch ->> 2;
    -- Whole bytes without padding, what the last digit has to spare being 0.
    IF hash ~ '^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/][AQgw]|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048])?$' THEN
      packed := concat(packed, ',[', patch -> 0, ',', patch -> 1, ',"', hash, '"',
        CASE json_typeof(patch -> 3) WHEN 'string' THEN concat(',', patch -> 3) END, ']');
      unpacked := concat(unpacked, ',{"attributes":{},"from":', patch -> 0, ',"hashFunction":null,"hashValue":"',
        encode(decode(rpad(hash, (length(hash) + 3) / 4 * 4, '='), 'base64'), 'hex'), '","size":', patch -> 1,
        ',"type":"', CASE patch ->> 0 WHEN '*' THEN 'complete' ELSE 'partial' END,
        '","url":', coalesce(patch -> 3, 'null'), '}');
    END IF;
  END LOOP;
  IF concat('[', substr(packed, 2), ']') <> stored::text THEN
    RETURN stored;
  END IF;
  RETURN concat('[', substr(unpacked, 2), ']');
END $$;

-- The row of a build, as the record has it.
CREATE FUNCTION "unpack_build"("stored" json) RETURNS json
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  patches json := stored -> 'patches';
  unpacked json := "unpack_patches"(patches);
BEGIN
  IF unpacked::text = patches::text THEN
    RETURN stored;
  END IF;
  RETURN coalesce(replace(stored::text, patches::text, unpacked::text), stored::text);
END $$;

GRANT EXECUTE ON FUNCTION "unpack_patches"(json), "unpack_build"(json) TO PUBLIC;

CREATE VIEW "builds" AS
  SELECT "release", "build_target", "locale", "build_id", "attributes", "unpack_patches"("patches") AS "patches", "row_version"
  FROM "packed_builds";
ALTER VIEW "builds" ALTER COLUMN "row_version" SET DEFAULT 1;

CREATE FUNCTION "write_build"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "packed_builds" VALUES
      (NEW."release", NEW."build_target", NEW."locale", NEW."build_id", NEW."attributes", NEW."patches", NEW."row_version");
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    UPDATE "packed_builds" AS "b" SET "release" = NEW."release", "build_target" = NEW."build_target",
      "locale" = NEW."locale", "build_id" = NEW."build_id", "attributes" = NEW."attributes",
      "patches" = NEW."patches", "row_version" = NEW."row_version"
    WHERE ("b"."release", "b"."build_target", "b"."locale") = (OLD."release", OLD."build_target", OLD."locale");
    RETURN CASE WHEN FOUND THEN NEW END;
  END IF;
  DELETE FROM "packed_builds" AS "b"
  WHERE ("b"."release", "b"."build_target", "b"."locale") = (OLD."release", OLD."build_target", OLD."locale");
  RETURN CASE WHEN FOUND THEN OLD END;
END $$;

CREATE TRIGGER "builds_are_written" INSTEAD OF INSERT OR UPDATE OR DELETE ON "builds"
  FOR EACH ROW EXECUTE FUNCTION "write_build"();

-- With what can be told of a row without unpacking it.
CREATE VIEW "audit_entries" AS
  SELECT "revision", "position", "entity", "key", "product", "channel",
    CASE "entity" WHEN 'build' THEN "unpack_build"("before") ELSE "before" END AS "before",
    CASE "entity" WHEN 'build' THEN "unpack_build"("after") ELSE "after" END AS "after",
    CASE WHEN "before" IS NULL THEN 'created' WHEN "after" IS NULL THEN 'deleted' ELSE 'changed' END AS "action",
    (coalesce("after", "before") ->> 'rowVersion')::integer AS "row_version"
  FROM "packed_audit_entries";

CREATE FUNCTION "write_audit_entry"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "packed_audit_entries" VALUES
    (NEW."revision", NEW."position", NEW."entity", NEW."key", NEW."product", NEW."channel", NEW."before", NEW."after");
  RETURN NEW;
END $$;

CREATE TRIGGER "audit_entries_are_written" INSTEAD OF INSERT ON "audit_entries"
  FOR EACH ROW EXECUTE FUNCTION "write_audit_entry"();

-- Views come with the rights of tables.
CREATE OR REPLACE FUNCTION "grant_application_rights"() RETURNS void LANGUAGE plpgsql AS $$
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
  REVOKE UPDATE, DELETE ON "revisions", "audit_entries", "packed_audit_entries" FROM aus3_app;
  REVOKE INSERT, DELETE ON "head", "settings" FROM aus3_app;
  -- Triggers write it with their owner's rights.
  REVOKE ALL ON "changed_rows" FROM aus3_app;
  REVOKE ALL ON SEQUENCE "changed_rows_id_seq" FROM aus3_app;
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    REVOKE ALL ON "_prisma_migrations" FROM aus3_app;
  END IF;
  GRANT ALL ON SCHEMA jobs TO aus3_app;
END $$;

-- Whoever might read the tables, as a node's user might, reads the views.
DO $$
DECLARE
  granted record;
BEGIN
  IF to_regrole('aus3_app') IS NOT NULL THEN
    REVOKE UPDATE, DELETE ON "audit_entries" FROM aus3_app;
  END IF;
  FOR granted IN
    SELECT substr(c.relname, length('packed_') + 1) AS "view",
      CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END AS "grantee"
    FROM pg_class AS c CROSS JOIN LATERAL aclexplode(c.relacl) AS a
    WHERE c.oid IN ('"packed_builds"'::regclass, '"packed_audit_entries"'::regclass) AND a.privilege_type = 'SELECT'
  LOOP
    EXECUTE format('GRANT SELECT ON %I TO %s', granted."view", granted."grantee");
  END LOOP;
END $$;
