"use client";

import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Modal } from "@/components/ui/modal";

type ShownOnceProps = {
  title: string;
  /** What it is good for. */
  children: ReactNode;
  text: string;
  /** What the text is, e.g. "the secret". */
  what: string;
  note?: ReactNode;
  onClose: () => void;
};

/** Something that is shown this once, to be copied. */
export function ShownOnce({ title, children, text, what, note, onClose }: ShownOnceProps) {
  return (
    <Modal title={title} onClose={onClose}>
      <div className="grid gap-3 px-4 py-3 text-sm">
        <p>{children}</p>
        <div className="flex items-center gap-2 rounded-sm border border-line-strong bg-sunken py-1 pr-1 pl-3">
          <code aria-label={what} className="min-w-0 flex-1 font-mono text-xs break-all select-all">
            {text}
          </code>
          <CopyButton text={text} what={what} />
        </div>
        {note !== undefined && <p className="text-xs text-ink-soft">{note}</p>}
        <div>
          <Button look="primary" size="normal" onClick={onClose}>
            I have copied it
          </Button>
        </div>
      </div>
    </Modal>
  );
}
