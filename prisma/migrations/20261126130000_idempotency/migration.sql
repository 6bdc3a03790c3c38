-- What was answered to requests that carry a key, so that automation can repeat them. Kept for a day.
CREATE TABLE "idempotency_keys" (
    "caller" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER,
    "body" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("caller", "key"),
    CHECK (("status" IS NULL) = ("body" IS NULL))
);
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");
