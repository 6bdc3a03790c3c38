-- What clients asked and were answered, in numbers: nothing of it belongs to the configuration or its record.
CREATE TABLE "traffic" (
    "resolution" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "node" TEXT NOT NULL,
    "process" TEXT NOT NULL,
    "product" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "requests" BIGINT NOT NULL,
    "served" BIGINT NOT NULL,
    "counts" JSONB NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "traffic_pkey" PRIMARY KEY ("resolution", "at", "node", "process", "product", "channel")
);
ALTER TABLE "traffic"
  ADD CHECK ("resolution" IN ('minute', 'hour', 'day')),
  ADD CHECK ("requests" >= 0 AND "served" BETWEEN 0 AND "requests");

-- Rows of minutes are written six times: room beside them keeps that from growing the table.
ALTER TABLE "traffic" SET (fillfactor = 70);

CREATE TABLE "traffic_states" (
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "state" UUID NOT NULL,
    "product" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "build_id" TEXT NOT NULL,
    "build_target" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "os_version" TEXT NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "traffic_states_pkey" PRIMARY KEY ("window_start", "state")
);
ALTER TABLE "traffic_states" ADD CHECK ("count" > 0);
