import { useEffect } from "react";

const holders = new Set<symbol>();

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** Whether something on the page was typed and is not saved. */
export function hasUnsaved(): boolean {
  return holders.size > 0;
}

/** As long as something typed is not saved, the browser asks before the document goes. */
export function useUnsaved(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return;
    const holder = Symbol("unsaved");
    holders.add(holder);
    window.addEventListener("beforeunload", ask);
    return () => {
      holders.delete(holder);
      if (holders.size === 0) window.removeEventListener("beforeunload", ask);
    };
  }, [isUnsaved]);
}
