-- What has been told to be wrong with nodes: no part of the configuration or its record.
CREATE TABLE "node_alarms" (
    "node" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "node_alarms_pkey" PRIMARY KEY ("node", "code")
);
