-- Sessions are kept by the hash of their secret, of browsers and of the command line alike. Those there are go on.

UPDATE "sessions" SET "id" = encode(sha256("id"::bytea), 'hex');
ALTER TABLE "sessions"
  ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'browser',
  ADD COLUMN "client" TEXT NOT NULL DEFAULT 'Unknown browser';
ALTER TABLE "sessions"
  ALTER COLUMN "kind" DROP DEFAULT,
  ALTER COLUMN "client" DROP DEFAULT,
  ADD CHECK ("kind" IN ('browser', 'cli')),
  ADD CHECK ("id" ~ '^[0-9a-f]{64}$');
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

-- Whoever is disabled is out, whichever way the row was changed, and stays out when enabled again.

CREATE FUNCTION "end_sessions"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "sessions" WHERE "email" = NEW."email";
  RETURN NULL;
END $$;
CREATE TRIGGER "disabling_ends_sessions" AFTER UPDATE OF "disabled" ON "users"
  FOR EACH ROW WHEN (NEW."disabled" AND NOT OLD."disabled") EXECUTE FUNCTION "end_sessions"();

-- Counted by lib/access/rate-limit.ts in the columns of its library. Losing them in a crash is no harm.

CREATE UNLOGGED TABLE "sign_in_attempts" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "sign_in_attempts_pkey" PRIMARY KEY ("key")
);
CREATE INDEX "sign_in_attempts_expire_idx" ON "sign_in_attempts"("expire");

CREATE TABLE "set_up_links" (
    "token_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "set_up_links_pkey" PRIMARY KEY ("token_hash")
);
