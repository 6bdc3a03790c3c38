import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterEach, beforeAll, beforeEach, expect } from "vitest";

import { system } from "@/lib/access/role";
import { env } from "@/lib/env";
import { emptyDatabase } from "@/lib/testing/database";
import { buildNode, startNode, stopNode, type NodeOfTest } from "@/lib/testing/node-process";
import { create, make, operation, shippedFirefox } from "@/lib/testing/operations";

export const soon = { timeout: 15_000, interval: 50 };
export const reader = system("reader");

type NodesOfTests = {
  /** Of the running test, for what its nodes keep. */
  readonly directory: () => string;
  /** Starts a node, which ends with the test. @returns it, once it answers */
  readonly start: (settings: Readonly<Record<string, string>>) => Promise<NodeOfTest>;
};

/** Before each test of a file: a database with releases of Firefox, of which rule 1 offers 130.0. */
export function nodesOfTests(versions: readonly string[]): NodesOfTests {
  const nodes: NodeOfTest[] = [];
  let directory = "";
  beforeAll(buildNode);
  beforeEach(async () => {
    await emptyDatabase();
    await make(
      create("product", { name: "Firefox" }),
      create("allowedDomain", { host: "dl.example", products: ["Firefox"] }),
      ...versions.flatMap(shippedFirefox),
      create("rule", { product: "Firefox", channel: "release", priority: 100, mapping: "Firefox-130.0" }),
    );
    directory = fs.mkdtempSync(path.join(os.tmpdir(), "aus-nodes-"));
  });
  afterEach(async () => {
    await Promise.all(nodes.splice(0).map(stopNode));
    fs.rmSync(directory, { recursive: true, force: true });
  });
  return {
    directory: () => directory,
    start: async (settings) => {
      const node = await startNode({
        DATA_DIR: directory,
        DATABASE_URL: env().DATABASE_URL,
        AUS_SECRET: env().AUS_SECRET,
        ...settings,
      });
      nodes.push(node);
      return node;
    },
  };
}

/** Has rule 1 offer another release. */
export function mapTo(mapping: string, rowVersion: number) {
  return make(
    operation({ entity: "rule", action: "update", key: { id: 1 }, rowVersion, fields: { mapping } }),
  );
}

export const clientPath =
  "/update/3/Firefox/129.0/20240/linux/de/release/Linux/default/default/update.xml?force=1";

/** What a client of 129.0 is answered. */
export async function ask({ url }: NodeOfTest): Promise<string> {
  const response = await fetch(url + clientPath);
  expect(response.status).toBe(200);
  return response.text();
}
