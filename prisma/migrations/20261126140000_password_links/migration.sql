-- One-time links by which people set their own password. That one may be given is a change of the account, which is
-- recorded and signed as every other; the link itself is a secret.

ALTER TABLE "users" ADD COLUMN "password_links" INTEGER NOT NULL DEFAULT 0 CHECK ("password_links" >= 0);

CREATE TABLE "password_links" (
    "email" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "token_hash" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "password_links_pkey" PRIMARY KEY ("email")
);
CREATE UNIQUE INDEX "password_links_token_hash_key" ON "password_links"("token_hash");
ALTER TABLE "password_links" ADD CONSTRAINT "password_links_email_fkey" FOREIGN KEY ("email") REFERENCES "users"("email") ON DELETE CASCADE ON UPDATE CASCADE;
