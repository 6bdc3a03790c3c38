"use client";

import { X } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";

import { Button } from "./button";

type SidePanelProps = {
  title: string;
  actions?: ReactNode;
  onClose: () => void;
  children: ReactNode;
};

/** Shows one thing beside a list that stays. Escape closes it; the focus goes into it when it opens. */
export function SidePanel({ title, actions, onClose, children }: SidePanelProps) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    box.current?.focus();
  }, []);
  return (
    <aside
      ref={box}
      tabIndex={-1}
      aria-label={title}
      className="flex min-h-0 w-[25rem] shrink-0 flex-col overflow-hidden rounded-md border border-line bg-surface shadow-flat outline-none max-md:absolute max-md:inset-2 max-md:z-10 max-md:w-auto max-md:shadow-raised 2xl:w-[30rem]"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header className="flex min-h-11 items-center gap-1 border-b border-line pr-1.5 pl-4">
        <h2 className="min-w-0 flex-1 truncate text-sm font-semibold">{title}</h2>
        {actions}
        <Button look="quiet" aria-label="Close the panel" className="px-1.5" onClick={onClose}>
          <X />
        </Button>
      </header>
      {children}
    </aside>
  );
}
