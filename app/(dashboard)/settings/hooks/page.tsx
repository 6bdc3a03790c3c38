import { Webhook } from "lucide-react";
import type { Metadata } from "next";

import { HooksPanel } from "@/components/settings/hooks-panel";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { can } from "@/lib/access/can";
import { listHooks } from "@/lib/hooks/service";
import { listProducts } from "@/lib/products/service";

import { read } from "../../reading";
import { addHook, renewSecret } from "./actions";

export const metadata: Metadata = { title: "Hooks" };

export default async function HooksPage() {
  const products = await read(listProducts);
  const hooks = await read(async (actor) =>
    can(actor, "administer", { product: null }) ? listHooks(actor) : null,
  );
  if (!hooks) {
    return (
      <Panel title="Hooks">
        <Notice icon={<Webhook />} title="Administrators look after hooks">
          They tell other servers of what happens here. People says who the administrators are.
        </Notice>
      </Panel>
    );
  }
  return (
    <HooksPanel
      hooks={hooks}
      products={products.map(({ name }) => name)}
      create={addHook}
      renew={renewSecret}
    />
  );
}
