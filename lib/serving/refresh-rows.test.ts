import fc from "fast-check";
import { expect, test } from "vitest";

import type { Configuration, ConfiguredRelease } from "@/lib/configuration/configuration";
import { compileSnapshot } from "@/lib/decision/snapshot";
import { parseUpdateUrl } from "@/lib/protocol/request";
import { arbitraryClient } from "@/lib/testing/oracle/arbitrary-client";
import { arbitraryConfiguration } from "@/lib/testing/oracle/arbitrary-configuration";
import { urlOf, userAgentOf, type Client } from "@/lib/testing/oracle/client";

import { answer, type ServingPolicy } from "./answer";
import { toSnapshotInput, withShutOffs, type ServedRows } from "./refresh-rows";

const policy: ServingPolicy = { roll: () => 0, sticky: false, maxAge: 90 };

/** What bundles bring of another product is shut off with that product, for clients who are not. */
function askingNoProduct(release: ConfiguredRelease): ConfiguredRelease {
  const { content } = release;
  return content.kind === "bundle" ? { ...release, content: { ...content, products: [] } } : release;
}

function rowsOf(configuration: Configuration): ServedRows {
  const rules = configuration.rules.map((rule, i) => ({ ...rule, id: rule.id ?? i, rowVersion: 1 }));
  const { releases, settings, products, pins, allowedDomains, shutOffs } = configuration;
  return {
    head: { revision: 1, hash: "one" },
    small: { settings, products, rules, pins, allowedDomains, shutOffs },
    releases: new Map(releases.map((release) => [release.name, askingNoProduct(release)])),
  };
}

const snapshotOf = (rows: ServedRows) => compileSnapshot(toSnapshotInput(rows));

function ask(snapshot: ReturnType<typeof snapshotOf>, client: Client) {
  const request = { method: "GET", url: urlOf(client), userAgent: userAgentOf(client), address: "192.0.2.1" };
  return { body: answer(snapshot, request, policy).body, query: parseUpdateUrl(request.url, request) };
}

test("a revision that is held back changes nothing but by its shut-offs, and these reach every client", () => {
  const clients = fc.array(arbitraryClient, { minLength: 25, maxLength: 25 });
  let off = 0;
  fc.assert(
    fc.property(arbitraryConfiguration, arbitraryConfiguration, clients, (old, young, asking) => {
      const rows = rowsOf(old);
      const open = snapshotOf(withShutOffs(rows, [], rows.head));
      const hybrid = snapshotOf(withShutOffs(rows, young.shutOffs, { revision: 2, hash: "two" }));
      const onlyShutOffs = compileSnapshot({ ...open.input, rules: [], shutOffs: young.shutOffs });
      for (const client of asking) {
        const { body, query } = ask(hybrid, client);
        const isOff = query.kind !== "unreadable" && onlyShutOffs.shutOff(query.query) !== null;
        if (isOff) off++;
        expect(body).toBe(isOff ? ask(onlyShutOffs, client).body : ask(open, client).body);
      }
    }),
    { numRuns: 200 },
  );
  // It would prove nothing without.
  expect(off).toBeGreaterThan(100);
});
