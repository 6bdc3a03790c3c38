import { readFileSync } from "node:fs";

// Next bundles its routes on their own, apart from what starts it: what they share has to hang on the process.
const shared = globalThis as { aus3PageBuild?: string };

/** Keeps the name of the build whose pages this process has begun to serve. */
export function readPageBuild(): void {
  shared.aus3PageBuild = readFileSync(".next/BUILD_ID", "utf8").trim();
}

/** Names the build that serves; empty while pages follow the sources. */
export function pageBuild(): string {
  return shared.aus3PageBuild ?? "";
}
