import path from "node:path";
import { defineConfig } from "prisma/config";

// Prisma's command line downloads a native engine unless it is told where one is: ours runs the WebAssembly build.
process.env["PRISMA_SCHEMA_ENGINE_BINARY"] ??= path.join(import.meta.dirname, "lib/boot/schema-engine.mjs");

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  // `prisma generate` needs no database, so it must not need its address either.
  datasource: { url: process.env["DATABASE_URL"] ?? "postgresql://unset@127.0.0.1:1/unset" },
});
