"use client";

import { Deed, type Send } from "@/components/ui/deed";
import { Panel } from "@/components/ui/panel";
import type { Conflict } from "@/lib/errors";

import { ConflictList } from "./conflict-list";

type ConflictPanelProps = {
  conflicts: readonly Conflict[];
  /** Null: the reader can only look. */
  resolve: { id: number; rowVersion: number; send: Send } | null;
};

/** What others changed meanwhile, and the way on. */
export function ConflictPanel({ conflicts, resolve }: ConflictPanelProps) {
  return (
    <Panel
      title="Changed by others meanwhile"
      note="It cannot be enacted like this: nothing of theirs is overwritten unseen."
      className="border-bad"
      actions={
        resolve && (
          <Deed
            look="primary"
            label="Resolve"
            fields={{ id: resolve.id, rowVersion: resolve.rowVersion }}
            send={resolve.send}
            question={{
              title: "What becomes of each row",
              note: "That is an edit: sign-offs are taken away, and it is to be proposed again.",
              answer: "Take it over",
              wide: true,
              inputs: <Choices conflicts={conflicts} />,
            }}
          />
        )
      }
    >
      <ConflictList conflicts={conflicts} />
    </Panel>
  );
}

function Choices({ conflicts }: { conflicts: readonly Conflict[] }) {
  return conflicts.map((conflict) => (
    <fieldset key={`${conflict.entity} ${conflict.key}`} className="rounded-sm border border-line">
      <legend className="sr-only">
        {conflict.entity} {conflict.key}
      </legend>
      <ConflictList conflicts={[conflict]} />
      <div className="flex flex-wrap gap-4 border-t border-line px-3 py-2 text-sm">
        {choicesOf(conflict).map(({ value, label }, index) => (
          <label key={value} className="flex items-center gap-1.5">
            <input
              type="radio"
              name={`${conflict.entity} ${conflict.key}`}
              value={value}
              defaultChecked={index === 0}
              className="size-4"
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  ));
}

function choicesOf({ base, theirs, mine }: Conflict): { value: string; label: string }[] {
  const leave = { value: "theirs", label: "Leave it as it is now" };
  if (theirs === null) return [leave];
  const own = { value: "mine", label: "Make this change all the same" };
  const merge = { value: "merge", label: "Both: they are different fields" };
  return areDisjoint(base, theirs, mine) ? [merge, own, leave] : [own, leave];
}

type Row = Readonly<Record<string, unknown>>;

function areDisjoint(base: unknown, theirs: unknown, mine: unknown): boolean {
  if (typeof base !== "object" || !base || typeof mine !== "object" || !mine) return false;
  const [old, now] = [base as Row, theirs as Row];
  return Object.keys(mine).every((name) => JSON.stringify(old[name]) === JSON.stringify(now[name]));
}
