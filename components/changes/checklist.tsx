import { Check, CircleDashed, Undo2 } from "lucide-react";

import { Moment } from "@/components/ui/moment";
import { Panel } from "@/components/ui/panel";
import type { State } from "@/lib/change-sets/change-set";

import { missingInWords, requirementInWords, type ShownRequirement } from "./words";

export type ListedSignOff = {
  email: string;
  role: string;
  /** ISO 8601. */
  at: string;
  /** Why it no longer holds; empty: it does. */
  void: readonly string[];
};

type ChecklistProps = {
  state: State;
  requirements: readonly ShownRequirement[];
  signOffs: readonly ListedSignOff[];
  children?: React.ReactNode;
};

/** Who has to sign, who has, and whose sign-off no longer holds and why. */
export function Checklist({ state, requirements, signOffs, children }: ChecklistProps) {
  const isOpen = ["draft", "proposed", "scheduled", "paused"].includes(state);
  return (
    <Panel title="Sign-offs" note={isOpen ? missingInWords(requirements) : undefined}>
      {isOpen && requirements.length === 0 && (
        <p className="border-b border-line px-3 py-2.5 text-xs text-ink-soft last:border-b-0">
          Nobody else has to sign: no policy asks for it.
        </p>
      )}
      {requirements.length > 0 && (
        <ul aria-label="Who has to sign" className="border-b border-line py-1.5 last:border-b-0">
          {requirements.map((one) => (
            <Asked key={`${one.role} ${one.product ?? ""}`} {...one} />
          ))}
        </ul>
      )}
      {signOffs.length > 0 && (
        <ul
          aria-label="Who signed"
          className="divide-y divide-line border-b border-line last:border-b-0 [&:has(+:empty)]:border-b-0"
        >
          {signOffs.map((signOff) => (
            <Given key={signOff.email} {...signOff} />
          ))}
        </ul>
      )}
      {!isOpen && signOffs.length === 0 && (
        <p className="px-3 py-2.5 text-xs text-ink-soft">Nobody signed.</p>
      )}
      {children}
    </Panel>
  );
}

function Asked(requirement: ShownRequirement) {
  const isMet = requirement.given >= requirement.count;
  return (
    <li className="flex min-h-7 items-center gap-2 px-3 text-sm">
      {isMet ? (
        <Check aria-hidden className="size-4 text-good" />
      ) : (
        <CircleDashed aria-hidden className="size-4 text-warn" />
      )}
      <span className="figures">{requirementInWords(requirement)}</span>
      <span className="ml-auto text-xs text-ink-soft">{isMet ? "given" : "missing"}</span>
    </li>
  );
}

function Given({ email, role, at, void: lost }: ListedSignOff) {
  return (
    <li className="px-3 py-1.5 text-xs">
      <p className="flex items-center gap-2">
        {lost.length > 0 ? (
          <Undo2 aria-hidden className="size-3.5 text-bad" />
        ) : (
          <Check aria-hidden className="size-3.5 text-good" />
        )}
        <span className={lost.length > 0 ? "truncate line-through" : "truncate font-medium"}>{email}</span>
        <span className="text-ink-soft">as {role}</span>
        <span className="ml-auto text-ink-soft">
          <Moment at={at} />
        </span>
      </p>
      {lost.length > 0 && <p className="mt-0.5 pl-5.5 text-bad">No longer holds: {lost.join("; ")}</p>}
    </li>
  );
}
