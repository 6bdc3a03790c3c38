"use client";

import { useState, type ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Alert } from "@/components/ui/form";
import { Modal } from "@/components/ui/modal";

import { useMade, type Made } from "./use-made";

type OnceDialogProps<T extends object> = {
  title: string;
  /** What making it does. */
  children: ReactNode;
  verb: string;
  make: () => Promise<Made<T>>;
  /** What is shown, this once, when it is made. */
  show: (made: T) => ReactNode;
  onClose: () => void;
};

/** Asks before something is made that is shown once, and shows it. */
export function OnceDialog<T extends object>(props: OnceDialogProps<T>) {
  const { title, children, verb, make, show, onClose } = props;
  const [made, setMade] = useState<T | null>(null);
  const { send, isBusy, complaint } = useMade<T>();
  if (made) return show(made);
  return (
    <Modal title={title} onClose={onClose}>
      <div className="grid gap-3 px-4 py-3 text-sm">
        {children}
        {complaint !== null && <Alert>{complaint}</Alert>}
        <div>
          <Button
            look="primary"
            size="normal"
            disabled={isBusy}
            onClick={() => {
              send(make, setMade);
            }}
          >
            {verb}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
