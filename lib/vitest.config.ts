import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

export default defineConfig({
  root,
  resolve: {
    alias: {
      "@": root,
      // Next resolves it by itself; elsewhere there is nothing to guard against.
      "server-only": `${root}/node_modules/server-only/empty.js`,
    },
  },
  test: {
    env: { LOG_LEVEL: "silent" },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["lib/**/*.test.ts", "components/**/*.test.ts"],
          exclude: ["lib/**/*.db.test.ts"],
          // Properties try thousands of cases, and machines are busy.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "database",
          include: ["lib/**/*.db.test.ts", "app/**/*.db.test.ts"],
          // The tests of a run share one database, made for it by the set-up and dropped afterwards.
          fileParallelism: false,
          globalSetup: "lib/boot/test-database.mjs",
          setupFiles: "lib/testing/end-connections.ts",
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
