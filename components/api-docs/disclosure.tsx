"use client";

import { ChevronRight } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";

type DisclosureProps = {
  summary: ReactNode;
  /** Whether it is asked for from the start. */
  isOpen?: boolean;
  children: ReactNode;
};

/** Something that is made and shown when it is asked for. */
export function Disclosure({ summary, isOpen = false, children }: DisclosureProps) {
  const [isMade, setMade] = useState(isOpen);
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    // It may have been opened before the page came to life.
    if (details.current?.open === true) setMade(true);
    if (isOpen && details.current && !isInSight(details.current)) details.current.scrollIntoView();
  }, [isOpen]);
  return (
    <details
      ref={details}
      open={isOpen}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open) setMade(true);
      }}
      className="min-w-0 [&[open]>summary>svg]:rotate-90"
    >
      <summary className="flex min-h-8 list-none items-center gap-2 rounded-sm px-2 py-1 hover:bg-hover">
        <ChevronRight aria-hidden className="size-3.5 shrink-0 text-ink-faint transition-transform" />
        {summary}
      </summary>
      {isMade && <div className="pt-1 pb-3 pl-7">{children}</div>}
    </details>
  );
}

/** Whether some of it can be read without scrolling. */
function isInSight(element: Element): boolean {
  const { top } = element.getBoundingClientRect();
  return top >= 0 && top < window.innerHeight / 2;
}
