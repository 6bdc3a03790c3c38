"use client";

import { PencilLine, ShieldAlert, ShieldCheck, TriangleAlert } from "lucide-react";
import { useEffect, useId, useRef, type MouseEvent } from "react";

import { Button } from "@/components/ui/button";
import { goToFirstWrong } from "@/components/ui/checked";
import { Alert } from "@/components/ui/form";
import { TextRow, Tick } from "@/components/ui/labelled";
import { useUnsaved } from "@/components/ui/unsaved";

import type { EditRequest, Preview } from "./outcome";
import type { Saving } from "./use-saving";

type SaveAreaProps = {
  saving: Saving;
  /** Whether something was filled in that can't be read: it is marked when saving is tried. */
  isUnreadable?: boolean;
  /** Whether somebody typed something beside the reason. Left out: wherever there is something to save. */
  isTouched?: boolean;
} & WaysLook;

type WaysLook = {
  /** What the button that saves at once says. */
  verb?: string;
  /** False: it is made at once or not at all. */
  hasDraft?: boolean;
  /** Something that has to be done first. */
  blocked?: boolean;
  danger?: boolean;
};

/** The end of every form that changes something: who has to sign, the reason, and the two ways to save. */
export function SaveArea({ saving, isUnreadable = false, isTouched = true, ...look }: SaveAreaProps) {
  const { reason, setReason, errors, complaint } = saving;
  const id = useId();
  const area = useFirstWrong(saving);
  useUnsaved(reason !== "" || (isTouched && (saving.isReady || isUnreadable)));
  return (
    <div ref={area} className="grid gap-2">
      <Outlook saving={saving} isUnreadable={isUnreadable} />
      {complaint !== null && <Alert>{complaint}</Alert>}
      <Accepting saving={saving} />
      <TextRow
        id={`${id}-reason`}
        label="Reason"
        value={reason}
        onValue={setReason}
        maxLength={2_000}
        placeholder="Why, for those who sign and those who look back"
        error={errors["reason"]}
      />
      <Ways saving={saving} isUnreadable={isUnreadable} {...look} />
    </div>
  );
}

/** Goes to the first field that is wrong when what was sent is refused. @returns what ties it to a part of the form */
function useFirstWrong({ isBusy, isTried, errors }: Saving) {
  const area = useRef<HTMLDivElement>(null);
  const wasBusy = useRef(false);
  useEffect(() => {
    const isRefused = wasBusy.current && !isBusy && isTried && Object.keys(errors).length > 0;
    if (isRefused && area.current) goToFirstWrong(area.current);
    wasBusy.current = isBusy;
  }, [isBusy, isTried, errors]);
  return area;
}

const acceptances: Readonly<Record<string, string>> = {
  "forbidden-host": "Let it pass: files on hosts that are not allowed are not served",
  "other-product": "Let it pass: the release belongs to another product",
};

/** What is refused unless the author says that they know. */
function Accepting({ saving: { acceptable, accept } }: { saving: Saving }) {
  return [...acceptable].map(([code, isAccepted]) => (
    <Tick
      key={code}
      label={acceptances[code] ?? `Let it pass: ${code}`}
      checked={isAccepted}
      onChecked={(checked) => {
        accept(code, checked);
      }}
    />
  ));
}

type WaysProps = WaysLook & { saving: Saving; isUnreadable: boolean };

function Ways({ saving, isUnreadable, verb = "Save now", hasDraft = true, blocked, danger }: WaysProps) {
  const { isBusy, isReady } = saving;
  const isOff = isBusy || blocked === true || !(isReady || isUnreadable);
  const click = (how: EditRequest["how"]) => (event: MouseEvent) => {
    if (isUnreadable) saving.tryInVain();
    else saving.save(how);
    goToFirstWrong(event.currentTarget);
  };
  return (
    <div className="flex items-center gap-2">
      {hasDraft && (
        <Button look="primary" size="normal" disabled={isOff} onClick={click("draft")}>
          <PencilLine aria-hidden />
          Add to draft
        </Button>
      )}
      <Button
        look={hasDraft ? "plain" : "primary"}
        size="normal"
        disabled={isOff}
        className={danger === true ? "border-transparent bg-alarm text-white hover:bg-alarm/90" : ""}
        onClick={click("now")}
      >
        {isBusy ? "Saving" : verb}
      </Button>
    </div>
  );
}

type OutlookProps = { saving: Saving; isUnreadable: boolean };

/** Who has to sign before it takes effect, and what else is worth knowing. */
function Outlook(props: OutlookProps) {
  const { preview } = props.saving;
  const note = noteOf(props);
  return (
    <div aria-live="polite" className="grid min-h-5 gap-1 text-xs">
      {note !== null && <p className="text-ink-faint">{note}</p>}
      {preview?.done === true && (
        <>
          <Signers preview={preview} />
          {preview.warnings.slice(0, 3).map(({ detail }) => (
            <p key={detail} className="flex gap-1.5 text-warn">
              <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
              {detail}
            </p>
          ))}
        </>
      )}
    </div>
  );
}

function noteOf({ saving: { preview, isReady, isTried }, isUnreadable }: OutlookProps): string | null {
  if (isUnreadable || preview?.done === false) {
    return isTried ? "Mend what is marked first." : null;
  }
  if (!isReady) return "Nothing is changed yet.";
  return preview === null ? "Looking who has to sign …" : null;
}

function Signers({ preview: { requirements, missing } }: { preview: Preview & { done: true } }) {
  if (missing.length > 0) {
    return (
      <p className="flex gap-1.5 text-warn">
        <ShieldAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        Will wait until {listed(missing)} signed.
      </p>
    );
  }
  return (
    <p className="flex gap-1.5 text-good">
      <ShieldCheck aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      {requirements.length === 0
        ? "Nobody has to sign: it takes effect when saved."
        : `Your own sign-off is enough (${listed(requirements)}): it takes effect when saved.`}
    </p>
  );
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
