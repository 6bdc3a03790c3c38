-- What serving nodes say of themselves: no part of the configuration or its record.
CREATE TABLE "nodes" (
    "name" TEXT NOT NULL,
    "process" TEXT NOT NULL,
    "data_centre" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "sequence" INTEGER NOT NULL,
    "clock_offset" INTEGER NOT NULL,
    "report" JSON NOT NULL,

    CONSTRAINT "nodes_pkey" PRIMARY KEY ("name", "process")
);

CREATE TABLE "node_revisions" (
    "name" TEXT NOT NULL,
    "process" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "live_at" TIMESTAMPTZ(3) NOT NULL,
    "at_start" BOOLEAN NOT NULL,

    CONSTRAINT "node_revisions_pkey" PRIMARY KEY ("name", "process", "revision")
);
ALTER TABLE "node_revisions" ADD CONSTRAINT "node_revisions_name_process_fkey"
    FOREIGN KEY ("name", "process") REFERENCES "nodes" ("name", "process") ON DELETE CASCADE ON UPDATE NO ACTION;
