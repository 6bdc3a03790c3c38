"use client";

import { useEffect, useRef } from "react";

export type KeyActs = Readonly<Record<string, () => void>>;

/** Keys of a page that act wherever the focus is, unless somebody types or a question is open. */
export function usePageKeys(acts: KeyActs): void {
  const current = useRef(acts);
  useEffect(() => {
    current.current = acts;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const act = current.current[event.key];
      if (!act || event.defaultPrevented || isMeantElsewhere(event)) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", press);
    return () => {
      window.removeEventListener("keydown", press);
    };
  }, []);
}

const typing = "input, textarea, select, [contenteditable], [role=menu], [role=dialog]";

function isMeantElsewhere(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  const at = event.target instanceof Element ? event.target : null;
  const own = event.key === "Enter" ? `${typing}, a, button, summary` : typing;
  return at !== null && at.closest(own) !== null;
}
