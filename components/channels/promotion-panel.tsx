"use client";

import { usePathname, useRouter } from "next/navigation";
import { useState } from "react";

import { useEditing } from "@/components/drafts/editing";
import { QuickEdit } from "@/components/drafts/quick-edit";
import { Button } from "@/components/ui/button";
import { Alert } from "@/components/ui/form";
import { ChoiceRow, TextRow } from "@/components/ui/labelled";
import { Panel } from "@/components/ui/panel";
import { covers } from "@/lib/access/can";
import type { Promotion } from "@/lib/push/channel-differences";
import type { TwoChannels } from "@/lib/push/mirror";

export type PromotionOptions = { others: string; rate: string };

export type Worked =
  | { readonly kind: "asked"; readonly promotion: Promotion }
  | { readonly kind: "refused"; readonly detail: string };

type PromotionPanelProps = {
  channels: TwoChannels;
  /** What was compared: what changes on the tested channel after it is refused. */
  revision: number;
  options: PromotionOptions;
  /** Null: nobody has asked yet. */
  worked: Worked | null;
};

const othersOptions = [
  { value: "", label: "say so, and stop" },
  { value: "keep", label: "stay" },
  { value: "switch-off", label: "are switched off" },
] as const;

/** Gives the clients of one channel what was tested on the other: worked out first, then saved as any change. */
export function PromotionPanel({ channels, revision, options, worked }: PromotionPanelProps) {
  const { product, from, to } = channels;
  const { rights } = useEditing();
  const router = useRouter();
  const path = usePathname();
  const [typed, setTyped] = useState(options);
  if (!covers(rights.push, product)) return null;
  return (
    <Panel title={`Promote ${from} to ${to}`} note="exactly what was tested; nothing is changed yet">
      <div className="flex flex-wrap items-end gap-3 p-3">
        <ChoiceRow
          id="promotion-others"
          label={`Rules that only ${to} has`}
          value={typed.others as (typeof othersOptions)[number]["value"]}
          options={[...othersOptions]}
          onValue={(others) => {
            setTyped({ ...typed, others });
          }}
        />
        <TextRow
          id="promotion-rate"
          label="Background rate (%)"
          inputMode="numeric"
          placeholder="as tested"
          className="w-40"
          value={typed.rate}
          onValue={(rate) => {
            setTyped({ ...typed, rate });
          }}
        />
        <Button
          look="primary"
          size="normal"
          onClick={() => {
            const { others, rate } = typed;
            const asked = { ...channels, others, rate: rate.trim(), promote: String(revision) };
            router.replace(`${path}?${new URLSearchParams(asked).toString()}`, { scroll: false });
          }}
        >
          Work it out
        </Button>
      </div>
      {worked?.kind === "refused" && (
        <div className="px-3 pb-3">
          <Alert>{worked.detail}</Alert>
        </div>
      )}
      {worked?.kind === "asked" && <Answer promotion={worked.promotion} channels={channels} />}
    </Panel>
  );
}

function Answer({ promotion, channels: { from, to } }: { promotion: Promotion; channels: TwoChannels }) {
  const [isAsking, setAsking] = useState(false);
  const { edits, operations, remaining, sentence } = promotion;
  const rest =
    remaining.changed === 0
      ? `Then clients of ${from} and ${to} get the same.`
      : `Even then ${remaining.changed.toLocaleString("en-GB")} client states get something else on ${to} than on ${from}.`;
  const told = edits.map(({ name, before, after }) => (
    <li key={name} className="grid gap-0.5 border-t border-line px-3 py-2 text-xs">
      <span className="font-medium first-letter:uppercase">{name}</span>
      {before !== null && <del className="text-ink-faint">{before}</del>}
      <ins className="no-underline">{after ?? "It is deleted."}</ins>
    </li>
  ));
  return (
    <>
      <ul>{told}</ul>
      <div className="flex flex-wrap items-center gap-3 border-t border-line px-3 py-2.5">
        <p className="min-w-0 flex-1 text-xs text-ink-soft">{edits.length === 0 ? sentence : rest}</p>
        {operations.length > 0 && (
          <Button
            onClick={() => {
              setAsking(true);
            }}
          >
            Promote …
          </Button>
        )}
      </div>
      {isAsking && (
        <QuickEdit
          title={`Promote ${from} to ${to}`}
          verb="Promote now"
          operations={operations}
          onClose={() => {
            setAsking(false);
          }}
        >
          <ul className="-mx-3">{told}</ul>
        </QuickEdit>
      )}
    </>
  );
}
