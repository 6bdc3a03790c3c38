-- What canaries found of revisions, for the nodes that wait for it: no part of the configuration or its record.
CREATE TABLE "wave_verdicts" (
    "revision" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "node" TEXT NOT NULL,
    "passed" BOOLEAN NOT NULL,
    "detail" JSON NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "wave_verdicts_pkey" PRIMARY KEY ("revision", "hash", "node")
);

-- Who let a revision through that a canary had stopped, and why.
CREATE TABLE "wave_releases" (
    "revision" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "wave_releases_pkey" PRIMARY KEY ("revision", "hash"),
    CHECK ("reason" <> '')
);

-- A node that holds a revision back takes the shut-offs of later ones: these are live on it, what came before is not.
ALTER TABLE "node_revisions" ADD COLUMN "after" INTEGER NOT NULL DEFAULT 0,
  DROP CONSTRAINT "node_revisions_pkey",
  ADD CONSTRAINT "node_revisions_pkey" PRIMARY KEY ("name", "process", "revision", "after");
