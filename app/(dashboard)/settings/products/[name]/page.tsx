import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { ChannelsPanel } from "@/components/settings/channels-panel";
import { PoliciesPanel } from "@/components/settings/policies-panel";
import { Link } from "@/components/ui/link";
import { listProducts } from "@/lib/products/service";
import { listChannels, listPolicies } from "@/lib/settings/service";

import { read } from "../../../reading";

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function ProductPage({ params }: Props) {
  const name = decodeURIComponent((await params).name);
  const [products, channels, policies] = await Promise.all([
    read(listProducts),
    read(listChannels),
    read(listPolicies),
  ]);
  const product = products.find((one) => one.name === name);
  if (!product) notFound();
  return (
    <>
      <div>
        <nav aria-label="Breadcrumb" className="text-xs text-ink-faint">
          <Link href="/settings/products" className="link">
            Products
          </Link>
          <span aria-hidden className="mx-1.5">
            /
          </span>
        </nav>
        <h2 className="text-lg font-semibold">{name}</h2>
        {product.comment !== null && <p className="text-sm text-ink-soft">{product.comment}</p>}
      </div>
      <ChannelsPanel product={name} channels={channels.filter((one) => one.product === name)} />
      <PoliciesPanel
        product={name}
        products={products.map((one) => one.name)}
        policies={policies.filter((one) => one.product === name || one.product === "*")}
      />
    </>
  );
}
