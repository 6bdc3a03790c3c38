-- Work that takes a while, how far it has come and what came of it. It is no part of the configuration: what it changes
-- is recorded as every other change.

CREATE TABLE "tasks" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'running',
    "phase" TEXT NOT NULL DEFAULT '',
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "result" JSON,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "tasks_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "tasks_kind_id_idx" ON "tasks"("kind", "id");
CREATE INDEX "tasks_started_at_idx" ON "tasks"("started_at");
ALTER TABLE "tasks"
  ADD CHECK ("kind" IN ('verify-record', 'import', 'roll-back')),
  ADD CHECK ("state" IN ('running', 'done', 'failed')),
  ADD CHECK ("done" >= 0 AND "total" >= 0);
