-- What came of the last hourly checks: no part of the configuration or its record.
CREATE TABLE "standing_checks" (
    "subject" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "revision" INTEGER NOT NULL,
    "checked" INTEGER NOT NULL,
    "found" JSON NOT NULL,

    CONSTRAINT "standing_checks_pkey" PRIMARY KEY ("subject")
);
ALTER TABLE "standing_checks" ADD CHECK ("checked" >= 0);
