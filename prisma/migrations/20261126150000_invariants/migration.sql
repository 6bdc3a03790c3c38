-- What drivers expect to hold whatever changes.

CREATE TABLE "invariants" (
    "name" TEXT NOT NULL,
    "statement" TEXT NOT NULL,
    "enforcement" TEXT NOT NULL DEFAULT 'blocks',
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "comment" TEXT,
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "invariants_pkey" PRIMARY KEY ("name")
);
ALTER TABLE "invariants"
  ADD CHECK (length("name") BETWEEN 1 AND 100),
  ADD CHECK (length("statement") BETWEEN 1 AND 1000),
  ADD CHECK ("enforcement" IN ('blocks', 'warns')),
  ADD CHECK ("row_version" > 0);

ALTER TABLE "audit_entries" DROP CONSTRAINT "audit_entries_entity_check",
  ADD CHECK ("entity" IN ('rule', 'release', 'build', 'product', 'channel', 'pin', 'allowedDomain', 'shutOff',
    'settings', 'policy', 'user', 'token', 'hook', 'invariant'));

CREATE TRIGGER "invariants_note_inserts" AFTER INSERT ON "invariants" REFERENCING NEW TABLE AS "new_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION "note_changed_rows"('invariant', '"name"');
CREATE TRIGGER "invariants_note_updates" AFTER UPDATE ON "invariants"
  REFERENCING NEW TABLE AS "new_rows" OLD TABLE AS "old_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION "note_changed_rows"('invariant', '"name"');
CREATE TRIGGER "invariants_note_deletions" AFTER DELETE ON "invariants" REFERENCING OLD TABLE AS "old_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION "note_changed_rows"('invariant', '"name"');
CREATE TRIGGER "invariants_refuse_truncate" BEFORE TRUNCATE ON "invariants"
  EXECUTE FUNCTION "refuse_statement"('Delete rows through a change, which is recorded.');
