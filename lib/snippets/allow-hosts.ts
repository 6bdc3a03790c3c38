import type { AllowedDomain } from "@/lib/configuration/configuration";
import { compileAllowedDomains, splitUrl } from "@/lib/releases/allowed-domains";

import type { OfferDemand } from "./draft";

/** The rows that let the products' clients be sent to every URL that they are offered. */
export function allowHosts(
  demands: readonly OfferDemand[],
  existing: readonly AllowedDomain[],
): AllowedDomain[] {
  const isAllowed = compileAllowedDomains(existing);
  const wanted = new Map<string, Set<string>>();
  for (const { state, offer } of demands) {
    for (const patch of [offer.complete, offer.partial]) {
      const host = patch && !isAllowed(patch.url, state.product) ? splitUrl(patch.url)?.host : undefined;
      if (host !== undefined) wanted.set(host, (wanted.get(host) ?? new Set()).add(state.product));
    }
  }
  return [...wanted]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([host, products]) => allow(host, products, existing));
}

function allow(
  host: string,
  products: ReadonlySet<string>,
  existing: readonly AllowedDomain[],
): AllowedDomain {
  const ofHost = existing.filter((domain) => domain.host === host);
  const known = ofHost.find(({ pathPattern }) => pathPattern === "");
  if (known) return { ...known, products: [...new Set([...known.products, ...products])].sort() };
  const position = ofHost.reduce((next, domain) => Math.max(next, domain.position + 1), 0);
  return { host, pathPattern: "", products: [...products].sort(), position };
}
