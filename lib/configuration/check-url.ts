import { compileAllowedDomains, splitUrl, type UrlCheck } from "@/lib/releases/allowed-domains";

import type { AllowedDomain } from "./configuration";
import type { Report } from "./finding";

/** Where files may come from. */
export type Hosts = {
  readonly isAllowed: UrlCheck;
  /** Whether some path of the URL's host is allowed: the paths of templates are not known yet. */
  readonly isAllowedHost: UrlCheck;
};

/** Where below a row. */
export type Path = readonly (string | number)[];

/** @param domains those whose patterns can be read */
export function compileHosts(domains: readonly AllowedDomain[]): Hosts {
  const products = new Map<string, Set<string>>();
  for (const { host, products: names } of domains) {
    products.set(host, new Set([...(products.get(host) ?? []), ...names]));
  }
  return {
    isAllowed: compileAllowedDomains(domains),
    isAllowedHost: (url, product) => products.get(splitUrl(url)?.host ?? "")?.has(product) ?? false,
  };
}

export function checkUrl(
  url: string,
  path: Path,
  { product, hosts }: { product: string; hosts: Hosts },
  report: Report,
): void {
  if (!hosts.isAllowed(url, product)) reportHost(url, product, path, report);
}

export function reportHost(url: string, product: string, path: Path, report: Report): void {
  const host = splitUrl(url)?.host;
  const detail =
    host === undefined
      ? `"${url}" is no plain http or https URL: write it as https://host/path`
      : `${host} may not serve files of ${product}: add it to the allowed domains, or use a host that is there ("${url}")`;
  report("error", "forbidden-host", path, detail);
}
