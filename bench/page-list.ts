import { readFileSync } from "node:fs";

import { db } from "@/lib/db/client";

import { newest as newestRelease } from "./configuration";
import { buildTargets, product } from "./releases";

const asked = (parameters: Readonly<Record<string, string>>) => new URLSearchParams(parameters).toString();

/** Every list and every detail page, where they have the most to show. */
export async function pagesToAsk(newest: number): Promise<Record<string, string>> {
  const { name } = newestRelease("release");
  const release = `/releases/${encodeURIComponent(name)}`;
  const build = `${buildTargets[0].name}/en-US`;
  const deep = newest - 9_999 * 20;
  const proposed = await changeSet("Proposal 1");
  const large = await changeSet("Every build anew");
  const client = `/update/6/${product}/120.0/20240101000000/${build}/release/Windows_NT%2010.0/ISET:SSE4_2,MEM:8192/default/default/update.xml`;
  return {
    overview: "/overview",
    rules: "/rules",
    "rules in words": "/rules?view=words",
    "a rule": "/rules/4",
    "rule in the panel": "/rules?rule=4&panel=view",
    releases: "/releases",
    "releases, searched": `/releases?${asked({ q: "nightly 2016", sort: "-version" })}`,
    "releases, served": "/releases?use=served",
    "a release of 800 builds": release,
    "one of its builds": `${release}?${asked({ build })}`,
    changes: "/changes",
    "all changes": "/changes?tab=all",
    "a change set": `/changes/${proposed}`,
    "a change set of 800 builds": `/changes/${large}`,
    audit: "/audit",
    "audit, page 10,000": `/audit?before=${deep}`,
    "audit, searched": `/audit?${asked({ q: "reason 77 of" })}`,
    "a revision of 80,000 rows": "/audit/1",
    "its builds of one release": `/audit/1?${asked({ builds: name })}`,
    "compare 1,000 revisions": `/audit/compare?${asked({ from: String(newest - 1_000) })}`,
    "roll back a revision": `/audit/back?revision=${newest - 3}`,
    "restore a channel": `/audit/back?${asked({ to: String(newest - 5), product, channel: "release" })}`,
    products: "/settings/products",
    "a product": `/settings/products/${product}`,
    policies: "/settings/policies",
    people: "/settings/people",
    tokens: "/settings/tokens",
    domains: "/settings/domains",
    serving: "/settings/serving",
    account: "/account",
    explain: `/explain?${asked({ url: client, roll: "12" })}`,
    "explain, empty": "/explain",
    "API documentation": "/api-docs",
    "its largest route": `/api-docs?${asked({ route: "POST /change-sets" })}`,
  };
}

async function changeSet(reason: string): Promise<number> {
  return (await db().changeSet.findFirstOrThrow({ where: { reason }, select: { id: true } })).id;
}

type Manifest = { readonly node: Readonly<Record<string, { readonly exportedName: string }>> };

/** What answers while somebody types. */
export function completions(origin: string, cookie: string): Record<string, () => Promise<Response>> {
  const find = (q: string) => () => fetch(`${origin}/find?${asked({ q })}`, { headers: { cookie } });
  const { node } = JSON.parse(
    readFileSync(".next/server/server-reference-manifest.json", "utf8"),
  ) as Manifest;
  const [action = ""] =
    Object.entries(node).find(([, { exportedName }]) => exportedName === "completeReleases") ?? [];
  const complete = (text: string) => () =>
    fetch(`${origin}/rules/4`, {
      method: "POST",
      headers: { cookie, origin, "Next-Action": action, "Content-Type": "text/plain;charset=UTF-8" },
      body: JSON.stringify([product, text]),
    });
  return {
    "find, a letter": find("f"),
    "find, a version": find("120.0"),
    "find, nothing": find("nowhere to be found"),
    "complete a release": complete("rel 12"),
    "complete, nothing": complete("nowhere"),
  };
}
