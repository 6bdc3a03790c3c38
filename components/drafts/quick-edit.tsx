"use client";

import { useState, type ReactNode } from "react";

import { Modal } from "@/components/ui/modal";
import { TextRow } from "@/components/ui/labelled";

import type { Edited } from "./outcome";
import { SaveArea } from "./save-area";
import { useSaving } from "./use-saving";

type QuickEditProps = {
  title: string;
  /** What it does, exactly. */
  children: ReactNode;
  operations: readonly unknown[];
  verb: string;
  /** A name that has to be typed first. */
  typed?: string;
  hasDraft?: boolean;
  onClose: (edited?: Edited) => void;
};

/** A change that needs no form: what it does, who has to sign, why, and yes or no. */
export function QuickEdit({ title, children, operations, verb, typed, hasDraft, onClose }: QuickEditProps) {
  const [text, setText] = useState("");
  const saving = useSaving(operations, onClose);
  const { conflict } = saving;
  return (
    <Modal
      title={title}
      onClose={() => {
        onClose();
      }}
    >
      <div className="grid gap-3 px-4 py-3">
        <div className="text-sm">{children}</div>
        {conflict && (
          <p role="alert" className="text-xs text-bad">
            It was changed by someone else after you opened this: close, and look at it as it is now.
          </p>
        )}
        {typed !== undefined && (
          <TextRow
            id="typed-name"
            label={`Type ${typed} to go on`}
            value={text}
            onValue={setText}
            autoComplete="off"
          />
        )}
        <SaveArea
          isTouched={false}
          saving={saving}
          verb={verb}
          danger={typed !== undefined}
          hasDraft={hasDraft ?? true}
          blocked={typed !== undefined && text.trim() !== typed}
        />
      </div>
    </Modal>
  );
}
