import { RE2JS } from "re2js";

import type { AllowedDomain } from "@/lib/configuration/configuration";

/** Whether a URL may be sent to clients of a product. */
export type UrlCheck = (url: string, product: string) => boolean;

/** Host and path of a URL that cannot be read in two ways; everything else is forbidden. */
const plainUrl = /^https?:\/\/([a-z0-9.-]+(?::\d+)?)(\/[^\s\\?#]*)?(?:[?#]\S*)?$/;

/** Splits a URL as it is compared with the allowed domains; null when no domain could allow it. */
export function splitUrl(url: string): { host: string; path: string } | null {
  const found = plainUrl.exec(url);
  return found ? { host: found[1] ?? "", path: found[2] ?? "" } : null;
}

/** Hosts are compared exactly, with their port; of the patterns of one host, the first that matches the whole path decides. */
export function compileAllowedDomains(domains: readonly AllowedDomain[]): UrlCheck {
  const byHost = new Map<string, { matches: (path: string) => boolean; products: ReadonlySet<string> }[]>();
  for (const domain of [...domains].sort((a, b) => a.position - b.position)) {
    const entries = byHost.get(domain.host) ?? [];
    entries.push({ matches: pathMatcher(domain.pathPattern), products: new Set(domain.products) });
    byHost.set(domain.host, entries);
  }
  return (url, product) => {
    const parts = splitUrl(url);
    const entry = parts && byHost.get(parts.host)?.find(({ matches }) => matches(parts.path));
    return entry?.products.has(product) ?? false;
  };
}

function pathMatcher(pattern: string): (path: string) => boolean {
  if (pattern === "") return () => true;
  const compiled = RE2JS.compile(pattern);
  return (path) => compiled.matcher(path).matches();
}
