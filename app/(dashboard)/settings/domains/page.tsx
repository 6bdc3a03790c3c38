import type { Metadata } from "next";

import { DomainsPanel } from "@/components/settings/domains-panel";
import { listProducts } from "@/lib/products/service";
import { listAllowedDomains } from "@/lib/settings/service";

import { read } from "../../reading";

export const metadata: Metadata = { title: "Allowed domains" };

export default async function DomainsPage() {
  const [domains, products] = await Promise.all([read(listAllowedDomains), read(listProducts)]);
  return <DomainsPanel domains={domains} products={products.map(({ name }) => name)} />;
}
