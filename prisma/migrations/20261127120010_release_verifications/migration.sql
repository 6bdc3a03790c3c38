-- What came of the last verification of each release's files: no part of the configuration or its record.
CREATE TABLE "release_verifications" (
    "release" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "depth" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "files" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "failures" JSON NOT NULL,

    CONSTRAINT "release_verifications_pkey" PRIMARY KEY ("release")
);
ALTER TABLE "release_verifications"
  ADD CHECK ("depth" IN ('head', 'range', 'full')),
  ADD CHECK ("files" >= 0 AND "failed" >= 0);

ALTER TABLE "tasks" DROP CONSTRAINT "tasks_kind_check";
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_kind_check"
  CHECK ("kind" IN ('verify-record', 'import', 'roll-back', 'verify-files'));

-- Whether a release has to be verified before a channel's clients get it, and how old that may be.
ALTER TABLE "channels"
  ADD COLUMN "verify_before_enact" TEXT NOT NULL DEFAULT 'off',
  ADD COLUMN "verified_within_days" SMALLINT NOT NULL DEFAULT 7;
ALTER TABLE "channels"
  ADD CHECK ("verify_before_enact" IN ('off', 'files')),
  ADD CHECK ("verified_within_days" BETWEEN 1 AND 365);
