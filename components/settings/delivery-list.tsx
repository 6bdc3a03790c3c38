"use client";

import { Send } from "lucide-react";
import { useEffect } from "react";

import { Badge, type Tone } from "@/components/ui/badge";
import { buttonStyle } from "@/components/ui/button";
import { Deed, type Send as SendFields } from "@/components/ui/deed";
import { Link } from "@/components/ui/link";
import { Moment } from "@/components/ui/moment";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { refresh } from "@/components/ui/refresh";
import type { Delivery, DeliveryState } from "@/lib/hooks/hook";

/** Times are ISO 8601. */
export type ShownDelivery = Omit<Delivery, "createdAt" | "triedAt" | "nextAt" | "hook"> & {
  readonly createdAt: string;
  readonly triedAt: string | null;
  readonly nextAt: string | null;
};

type DeliveryListProps = {
  deliveries: readonly ShownDelivery[];
  /** The address of the older ones; null: there are none. */
  older: string | null;
  again: SendFields;
};

const lookEvery = 2_000;

/** What a hook was told or is to be, the newest first. Looks again while something is being sent. */
export function DeliveryList({ deliveries, older, again }: DeliveryListProps) {
  const isSending = deliveries.some(({ state, nextAt }) => state === "pending" && nextAt === null);
  useEffect(() => {
    if (!isSending) return;
    const timer = setInterval(() => void refresh(), lookEvery);
    return () => {
      clearInterval(timer);
    };
  }, [isSending]);
  return (
    <Panel title="Deliveries" note="kept for 30 days">
      {deliveries.length === 0 ? (
        <Notice icon={<Send />} title="Nothing was sent yet">
          When something happens that this hook is told of, it is listed here with what became of it.
        </Notice>
      ) : (
        <Table deliveries={deliveries} again={again} />
      )}
      {older !== null && (
        <div className="border-t border-line p-2">
          <Link href={older} className={buttonStyle({})}>
            Older
          </Link>
        </div>
      )}
    </Panel>
  );
}

const heads = ["Event", "When", "State", "Attempts", "Last answer"];

function Table({ deliveries, again }: Pick<DeliveryListProps, "deliveries" | "again">) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-xs">
        <thead>
          <tr className="border-b border-line text-left text-2xs text-ink-soft">
            {heads.map((label) => (
              <th key={label} scope="col" className="h-8 px-3 font-medium whitespace-nowrap">
                {label}
              </th>
            ))}
            <th scope="col" className="h-8 px-3">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {deliveries.map((delivery) => (
            <Line key={delivery.id} delivery={delivery} again={again} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const states: Readonly<Record<DeliveryState, { tone: Tone; word: string }>> = {
  pending: { tone: "neutral", word: "waits" },
  delivered: { tone: "good", word: "delivered" },
  failed: { tone: "bad", word: "failed" },
};

function Line({ delivery, again }: { delivery: ShownDelivery; again: SendFields }) {
  const { id, event, state, attempts, createdAt, triedAt, nextAt, purges } = delivery;
  const { tone, word } = states[state];
  return (
    <tr className="border-b border-line last:border-b-0 hover:bg-hover">
      <td className="h-9 px-3 py-1 font-medium">
        {event} <span className="figures text-ink-faint">{id}</span>
        {purges !== null && <Keys keys={purges} />}
      </td>
      <td className="px-3 whitespace-nowrap">
        <Moment at={createdAt} />
      </td>
      <td className="px-3 whitespace-nowrap">
        <Badge tone={tone}>{word}</Badge>
        {nextAt !== null && (
          <span className="ml-2 text-ink-soft">
            again <Moment at={nextAt} />
          </span>
        )}
      </td>
      <td className="px-3 figures">{attempts}</td>
      <td className="px-3">
        <Answer delivery={delivery} />
        {triedAt !== null && (
          <span className="ml-2 text-ink-faint">
            <Moment at={triedAt} />
          </span>
        )}
      </td>
      <td className="px-3 text-right whitespace-nowrap">
        <Deed
          look="quiet"
          label={
            <>
              Send again
              <span className="sr-only">
                : {event} {id}
              </span>
            </>
          }
          fields={{ id }}
          send={again}
        />
      </td>
    </tr>
  );
}

/** What a cache is to drop: the first few, and how many there are besides. */
function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <span className="block font-mono font-normal break-all text-ink-soft" title={keys.join(" ")}>
      {keys.slice(0, 3).join(" ")}
      {keys.length > 3 && ` and ${String(keys.length - 3)} more`}
    </span>
  );
}

function Answer({ delivery }: { delivery: ShownDelivery }) {
  const { status, problem, attempts } = delivery;
  if (problem !== null) return <span className="break-words text-bad">{problem}</span>;
  if (status === null && delivery.state === "delivered") return <>done</>;
  if (status !== null) return <span className="figures">{status}</span>;
  return <span className="text-ink-faint">{attempts === 0 ? "not tried yet" : "none"}</span>;
}
