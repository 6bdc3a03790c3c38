"use client";

import type { ReactNode } from "react";

import { Deed, ProseField, type Send } from "@/components/ui/deed";
import { Moment } from "@/components/ui/moment";
import type { State } from "@/lib/change-sets/change-set";
import type { SigningRole } from "@/lib/policies/requirements";

import type { ScheduledStep } from "./time-fields";
import type { RampRule, ShownTiming } from "./timing";
import { TimingButtons } from "./timing-buttons";

/** What people do to change sets, done by the service. */
export type ChangeSetDeeds = Readonly<
  Record<
    "sign" | "propose" | "cancel" | "comment" | "askForChanges" | "move" | "reschedule" | "resolve",
    Send
  >
>;

export type ActedOn = {
  id: number;
  rowVersion: number;
  state: State;
  reason: string;
  /** The steps to come. */
  pending: readonly ScheduledStep[];
  timing: ShownTiming;
  rampRules: readonly RampRule[];
  hasEnactedSteps: boolean;
  may: {
    readonly drive: boolean;
    readonly sign: readonly SigningRole[];
    /** Whether the reader may send it back to its author. */
    readonly askForChanges: boolean;
  };
  /** Whether one more sign-off is all that is missing. */
  isLastSignOff: boolean;
  /** Whether the author's own sign-off goes with the proposal. */
  canSignWithProposal: boolean;
};

type ActionsProps = { set: ActedOn; deeds: ChangeSetDeeds };

/** What the reader may do with a change set now. */
export function ChangeSetActions({ set, deeds }: ActionsProps) {
  const { id, rowVersion, state, may } = set;
  const place = { id, rowVersion };
  const outcome = set.pending.some(({ at }) => at !== null) ? "and let it go ahead" : "and enact it";
  return (
    <div className="flex flex-wrap gap-1.5 p-3 empty:hidden">
      {may.drive && <When set={set} deeds={deeds} />}
      {may.sign.map((role) => (
        <Deed
          key={role}
          look="primary"
          label={set.isLastSignOff ? `Sign as ${role} ${outcome}` : `Sign as ${role}`}
          fields={{ ...place, role }}
          send={deeds.sign}
        />
      ))}
      {may.drive && state === "draft" && <Propose set={set} deeds={deeds} />}
      {may.drive && <Moves set={set} deeds={deeds} />}
      {may.askForChanges && state === "proposed" && (
        <Deed
          label="Request changes"
          fields={place}
          send={deeds.askForChanges}
          question={{
            title: "Request changes",
            note: "It goes back to its author as a draft, and every sign-off is taken away.",
            answer: "Request changes",
            inputs: <ProseField name="text" label="What should be different" required />,
          }}
        />
      )}
      {may.drive && ["draft", "proposed", "scheduled", "paused"].includes(state) && (
        <GiveUp set={set} deeds={deeds} />
      )}
    </div>
  );
}

function When({ set, deeds }: ActionsProps) {
  const { state } = set;
  if (state !== "draft" && state !== "proposed") return null;
  return <TimingButtons set={{ ...set, isProposed: state === "proposed" }} send={deeds.reschedule} />;
}

function Propose({ set, deeds }: ActionsProps) {
  return (
    <Deed
      look="primary"
      label="Propose"
      fields={{ id: set.id, rowVersion: set.rowVersion }}
      send={deeds.propose}
      question={{
        title: `Propose change set ${String(set.id)}`,
        note: proposalNote(set.timing),
        answer: "Propose",
        inputs: (
          <>
            <ProseField
              name="reason"
              label="Reason"
              hint="Whoever signs reads it first, and it stays in the record."
              defaultValue={set.reason}
              required
            />
            {set.canSignWithProposal && (
              <label className="flex items-center gap-2 text-sm">
                <input type="checkbox" name="sign" value="yes" defaultChecked className="size-4" />
                Sign it as well
              </label>
            )}
          </>
        ),
      }}
    />
  );
}

function proposalNote(timing: ShownTiming): ReactNode {
  const signed = "as soon as everybody has signed who has to";
  if (timing.kind === "once") return `It is enacted ${signed}.`;
  if (timing.kind === "steps") return "Its steps are enacted one after the other, once everybody has signed.";
  const start = timing.kind === "time" ? timing.at : (timing.steps[0]?.at ?? null);
  const rates = timing.kind === "ramp" ? timing.steps.map(({ rate }) => `${String(rate)} %`).join(", ") : "";
  return (
    <>
      It is enacted {start === null ? signed : <Moment at={start} look="full" />}
      {rates !== "" && `, as a ramp: ${rates} of background checks`}.
    </>
  );
}

function Moves({ set, deeds }: ActionsProps) {
  const { id, state } = set;
  return (
    <>
      {state === "scheduled" && <Deed label="Pause" fields={{ id, move: "pause" }} send={deeds.move} />}
      {state === "paused" && (
        <Deed look="primary" label="Continue" fields={{ id, move: "continue" }} send={deeds.move} />
      )}
    </>
  );
}

function GiveUp({ set, deeds }: ActionsProps) {
  const { id, rowVersion, hasEnactedSteps } = set;
  return hasEnactedSteps ? (
    <Deed
      look="danger"
      label="Abort"
      fields={{ id, move: "abort" }}
      send={deeds.move}
      question={{
        title: "Abort what is under way",
        note: "The steps to come are skipped. What was enacted stays until it is rolled back, which is offered then.",
        answer: "Abort",
        inputs: <ProseField name="text" label="Why" />,
      }}
    />
  ) : (
    <Deed
      look="danger"
      label="Cancel"
      fields={{ id, rowVersion }}
      send={deeds.cancel}
      question={{
        title: `Cancel change set ${String(id)}`,
        note: "Nothing of it has been enacted. It stays readable, and cannot be taken up again.",
        answer: "Cancel the change set",
        inputs: <ProseField name="text" label="Why" />,
      }}
    />
  );
}
