import { beforeEach, expect, test } from "vitest";

import { env } from "@/lib/env";
import { emptyDatabase } from "@/lib/testing/database";

import { SnapshotSource } from "./refresh";

beforeEach(emptyDatabase);

test("an empty database gives a snapshot of revision 0", async () => {
  const source = new SnapshotSource(env().DATABASE_URL);
  try {
    await source.ready;

    expect(source.current()).toMatchObject({ revision: 0, settings: { throttle: 100, forceHosts: [] } });
  } finally {
    await source.close();
  }
});
