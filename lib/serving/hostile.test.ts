import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";

import { compileSnapshot } from "@/lib/decision/snapshot";
import { stickyRoll } from "@/lib/decision/throttle";
import { demoConfiguration } from "@/lib/demo/configuration";
import { HostileClient } from "@/lib/testing/ask-hostile";
import { hostileRequests } from "@/lib/testing/hostile-requests";

import { drain } from "./drain";
import { createFrontServer } from "./front-server";
import { createWebProxy } from "./web-proxy";

const configuration = demoConfiguration();
const snapshot = compileSnapshot({
  ...configuration,
  revision: 1,
  rules: configuration.rules.map((rule, index) => ({ ...rule, id: rule.id ?? index + 1, rowVersion: 1 })),
});
const front = createFrontServer({
  snapshot: () => snapshot,
  policy: { roll: stickyRoll("a secret for this test alone"), sticky: true, maxAge: 90 },
  trustedProxies: 1,
  web: createWebProxy({ port: () => null, trustedProxies: 1, protectPages: true }),
  state: () => ({ revision: 1, pages: false, worker: false }),
  counter: () => null,
});

beforeAll(async () => {
  await once(front.listen(0, "127.0.0.1"), "listening");
});
afterAll(() => drain(front, 1000));

test("hostile requests below /update are answered with well-formed XML, and never with a failure", async () => {
  const client = new HostileClient((front.address() as AddressInfo).port);
  for (const request of hostileRequests(20_261_123, 5_000)) {
    const fault = await client.ask(request);
    // The pages are away, so that what is none of ours is rightly told to wait.
    if (fault?.why !== "status 503") expect(fault).toBeNull();
  }
  client.close();
});
