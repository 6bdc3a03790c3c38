"use client";

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";

import { Button } from "./button";
import { classes } from "./classes";

/** Whoever opens a form wants to fill it in; where there is none the way out has the focus. */
function goToFirstField(event: Event): void {
  const dialog = event.currentTarget instanceof Element ? event.currentTarget : null;
  const field = dialog?.querySelector<HTMLElement>(
    "input:not([type=hidden], [type=file], [readonly], :disabled), textarea, select",
  );
  if (!field) return;
  event.preventDefault();
  field.focus();
}

type ModalProps = {
  title: string;
  /** Says more about the title, in a sentence. */
  note?: ReactNode;
  onClose: () => void;
  wide?: boolean;
  children: ReactNode;
};

/** A question that has to be answered before anything else; Escape answers it with no. */
export function Modal({ title, note, onClose, wide = false, children }: ModalProps) {
  return (
    <Primitive.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-[rgb(10_12_16/0.45)]" />
        <Primitive.Content
          aria-describedby={undefined}
          onOpenAutoFocus={goToFirstField}
          className={classes(
            "fixed top-[8vh] left-1/2 z-50 flex max-h-[84vh] w-[min(32rem,calc(100vw-2rem))] -translate-x-1/2 flex-col overflow-hidden rounded-md border border-line bg-raised shadow-raised outline-none",
            wide && "w-[min(56rem,calc(100vw-2rem))]",
          )}
        >
          <header className="flex items-start gap-3 border-b border-line px-4 pt-3 pb-2.5">
            <div className="min-w-0 flex-1">
              <Primitive.Title className="text-base font-semibold break-words">{title}</Primitive.Title>
              {note !== undefined && <div className="text-xs text-ink-soft">{note}</div>}
            </div>
            <Primitive.Close asChild>
              <Button look="quiet" aria-label="Close" className="-mr-1.5 px-1.5">
                <X />
              </Button>
            </Primitive.Close>
          </header>
          <div className="min-h-0 overflow-y-auto">{children}</div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
