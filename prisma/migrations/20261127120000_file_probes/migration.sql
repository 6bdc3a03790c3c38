-- Whether the hosts of files that rules send clients to could be reached: no part of the configuration or its record.
CREATE TABLE "file_probes" (
    "host" TEXT NOT NULL,
    "release" TEXT NOT NULL,
    "product" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "failing_since" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "file_probes_pkey" PRIMARY KEY ("host", "release")
);
ALTER TABLE "file_probes" ADD CHECK (("failing_since" IS NULL) = ("reason" IS NULL));
