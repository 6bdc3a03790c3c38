import type { Metadata } from "next";

import { PoliciesPanel } from "@/components/settings/policies-panel";
import { listProducts } from "@/lib/products/service";
import { listPolicies } from "@/lib/settings/service";

import { read } from "../../reading";

export const metadata: Metadata = { title: "Policies" };

export default async function PoliciesPage() {
  const [products, policies] = await Promise.all([read(listProducts), read(listPolicies)]);
  return <PoliciesPanel product={null} products={products.map(({ name }) => name)} policies={policies} />;
}
