"use client";

import { useEditing } from "@/components/drafts/editing";
import { Link } from "@/components/ui/link";
import { covers } from "@/lib/access/can";
import type { Channel } from "@/lib/configuration/configuration";

import type { FieldSpec } from "./field-spec";
import { RowsPanel } from "./rows-panel";

type ChannelsPanelProps = { product: string; channels: readonly (Channel & { rowVersion: number })[] };

const channelSpecs: readonly FieldSpec[] = [
  { kind: "text", name: "product", label: "Product", isKey: true, empty: "" },
  { kind: "text", name: "name", label: "Name", help: "As clients say it", isKey: true, empty: "" },
  {
    kind: "choice",
    name: "verifyBeforeEnact",
    label: "Verify before a push",
    help: "Whether releases that clients newly get have to have their files verified before",
    options: [
      { value: "off", label: "not needed" },
      { value: "files", label: "their files" },
    ],
  },
  {
    kind: "number",
    name: "verifiedWithinDays",
    label: "Good for (days)",
    help: "How old such a verification may be",
  },
  { kind: "text", name: "comment", label: "Comment", empty: null },
];

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
      specs={channelSpecs}
      blank={{ product, name: "", verifyBeforeEnact: "off", verifiedWithinDays: 7, comment: null }}
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
        {
          label: "Verify before a push",
          cell: ({ verifyBeforeEnact, verifiedWithinDays }) =>
            verifyBeforeEnact === "off" ? (
              <span className="text-ink-soft">not needed</span>
            ) : (
              `files, within ${verifiedWithinDays === 1 ? "a day" : `${String(verifiedWithinDays)} days`}`
            ),
        },
        { label: "Comment", cell: ({ comment }) => comment, className: "text-ink-soft" },
      ]}
    />
  );
}
