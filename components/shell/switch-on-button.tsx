"use client";

import { useState } from "react";

import { Button } from "@/components/ui/button";
import { ProseField } from "@/components/ui/deed";
import { Alert } from "@/components/ui/form";
import { Link } from "@/components/ui/link";
import { Modal } from "@/components/ui/modal";
import { useForm } from "@/components/ui/use-form";

import type { Switch, Switched } from "./switched";

/** @param place what is off, in words. @param shutOff its key */
type SwitchOnProps = { place: string; shutOff: string; turnOn: Switch };

/** The way back from a shut-off, in the red bar. */
export function SwitchOnButton(props: SwitchOnProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="h-6 rounded-sm bg-white px-2 text-xs font-medium text-[#8c1812] hover:bg-white/90 focus-visible:outline-white"
        onClick={() => {
          setOpen(true);
        }}
      >
        Switch on again
      </button>
      {isOpen && (
        <SwitchOnDialog
          {...props}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </>
  );
}

function SwitchOnDialog({ place, shutOff, turnOn, onClose }: SwitchOnProps & { onClose: () => void }) {
  const [waiting, setWaiting] = useState<Switched["waiting"]>(null);
  const { submit, isBusy, errors, complaint } = useForm(
    async (fields) => {
      const became = await turnOn(fields);
      if (became.done && became.waiting === null) onClose();
      setWaiting(became.waiting);
      return became;
    },
    () => undefined,
  );
  const wrong = [complaint, ...Object.values(errors)].filter(Boolean);
  if (waiting) return <Waiting {...waiting} onClose={onClose} />;
  return (
    <Modal
      title={`Switch updates on again: ${place}`}
      note="It takes effect as soon as everybody has signed whom the channel asks for."
      onClose={onClose}
    >
      <form onSubmit={submit} className="grid gap-3 p-4" aria-busy={isBusy}>
        <input type="hidden" name="key" value={shutOff} />
        <ProseField name="reason" label="Reason" hint="What is better now" required rows={2} />
        {wrong.length > 0 && <Alert>{wrong.join("; ")}</Alert>}
        <div className="flex justify-end gap-2">
          <Button size="normal" onClick={onClose}>
            Not now
          </Button>
          <Button type="submit" size="normal" look="primary" disabled={isBusy}>
            Switch on again
          </Button>
        </div>
      </form>
    </Modal>
  );
}

type WaitingProps = NonNullable<Switched["waiting"]> & { onClose: () => void };

function Waiting({ changeSet, missing, onClose }: WaitingProps) {
  return (
    <Modal title="It waits for sign-offs" onClose={onClose}>
      <div className="grid gap-3 p-4 text-sm">
        <p role="status">
          Updates stay off until {missing.join(" and ")} signed{" "}
          <Link href={`/changes/${String(changeSet)}`} className="text-link" onClick={onClose}>
            change set {changeSet}
          </Link>
          .
        </p>
        <Button size="normal" className="justify-self-end" onClick={onClose}>
          Close
        </Button>
      </div>
    </Modal>
  );
}
