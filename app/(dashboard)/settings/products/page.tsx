import type { Metadata } from "next";

import { ProductsPanel } from "@/components/settings/products-panel";
import { listProducts } from "@/lib/products/service";
import { listChannels } from "@/lib/settings/service";

import { read } from "../../reading";

export const metadata: Metadata = { title: "Products" };

export default async function ProductsPage() {
  const [products, channels] = await Promise.all([read(listProducts), read(listChannels)]);
  return (
    <ProductsPanel
      products={products.map((product) => ({
        ...product,
        channels: channels.filter((one) => one.product === product.name).map(({ name }) => name),
      }))}
    />
  );
}
