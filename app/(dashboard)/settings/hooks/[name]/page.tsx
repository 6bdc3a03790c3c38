import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { number } from "@/components/shell/asked";
import { DeliveryList, type ShownDelivery } from "@/components/settings/delivery-list";
import { Link } from "@/components/ui/link";
import { can } from "@/lib/access/can";
import type { Delivery } from "@/lib/hooks/hook";
import { listDeliveries, listHooks } from "@/lib/hooks/service";

import { read, readAddress, type SearchParams } from "../../../reading";
import { sendAgain } from "../actions";

type Props = { params: Promise<{ name: string }>; searchParams: SearchParams };

const pageSize = 50;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function HookPage({ params, searchParams }: Props) {
  const name = decodeURIComponent((await params).name);
  const before = Number((await readAddress(searchParams, { before: number() })).before) || null;
  const found = await read(async (actor) => {
    if (!can(actor, "administer", { product: null })) return null;
    const hook = (await listHooks(actor)).find((one) => one.name === name);
    return hook && { hook, deliveries: await listDeliveries(actor, name, { before, limit: pageSize }) };
  });
  if (!found) notFound();
  const { hook, deliveries } = found;
  const last = deliveries.length === pageSize ? deliveries.at(-1) : undefined;
  return (
    <>
      <div>
        <nav aria-label="Breadcrumb" className="text-xs text-ink-faint">
          <Link href="/settings/hooks" className="link">
            Hooks
          </Link>
          <span aria-hidden className="mx-1.5">
            /
          </span>
        </nav>
        <h2 className="text-lg font-semibold">{name}</h2>
        <p className="text-sm break-all text-ink-soft">
          {hook.url}
          {hook.comment !== null && ` · ${hook.comment}`}
        </p>
      </div>
      <DeliveryList
        deliveries={deliveries.map(shown)}
        older={last ? `/settings/hooks/${encodeURIComponent(name)}?before=${String(last.id)}` : null}
        again={sendAgain}
      />
    </>
  );
}

function shown({ hook: _, createdAt, triedAt, nextAt, ...rest }: Delivery): ShownDelivery {
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    triedAt: triedAt?.toISOString() ?? null,
    nextAt: nextAt?.toISOString() ?? null,
  };
}
