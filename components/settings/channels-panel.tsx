"use client";

import Link from "next/link";

import { useEditing } from "@/components/drafts/editing";
import { covers } from "@/lib/access/can";
import type { Channel } from "@/lib/configuration/configuration";

import { RowsPanel } from "./rows-panel";

type ChannelsPanelProps = { product: string; channels: readonly (Channel & { rowVersion: number })[] };

export function ChannelsPanel({ product, channels }: ChannelsPanelProps) {
  const { rights } = useEditing();
  const mayEdit = covers(rights.edit, product);
  return (
    <RowsPanel
      title="Channels"
      note="for the overview; rules may name others"
      entity="channel"
      one="channel"
      rows={channels}
      specs={[
        { kind: "text", name: "product", label: "Product", isKey: true, empty: "" },
        { kind: "text", name: "name", label: "Name", help: "As clients say it", isKey: true, empty: "" },
        { kind: "text", name: "comment", label: "Comment", empty: null },
      ]}
      blank={{ product, name: "", comment: null }}
      keyText={({ name }) => `${product}/${name}`}
      mayAdd={mayEdit}
      mayEdit={() => mayEdit}
      deleting={({ name }) => <p>Rules for {name} stay as they are: clients notice nothing.</p>}
      empty="No channels yet."
      columns={[
        {
          label: "Channel",
          cell: ({ name }) => (
            <Link
              href={`/rules?product=${encodeURIComponent(product)}&q=channel:${encodeURIComponent(name)}`}
              className="link"
            >
              {name}
            </Link>
          ),
        },
        { label: "Comment", cell: ({ comment }) => comment, className: "text-ink-soft" },
      ]}
    />
  );
}
