"use client";

import { useEffect, useState } from "react";

export type FoundPlace = {
  /** "rule", "release" or "change set". */
  kind: string;
  name: string;
  says: string;
  href: string;
};

const typingPause = 120;

/** What the service finds for a text, while it is typed. */
export function useFound(text: string): { found: readonly FoundPlace[]; isLooking: boolean } {
  const asked = text.trim();
  const [answer, setAnswer] = useState<{ text: string; found: readonly FoundPlace[] }>({
    text: "",
    found: [],
  });
  useEffect(() => {
    if (asked === "") return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      look(asked, stop.signal).then(
        (found) => {
          setAnswer({ text: asked, found });
        },
        () => {
          if (!stop.signal.aborted) setAnswer({ text: asked, found: [] });
        },
      );
    }, typingPause);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [asked]);
  if (asked === "") return { found: [], isLooking: false };
  return { found: answer.found, isLooking: answer.text !== asked };
}

async function look(text: string, signal: AbortSignal): Promise<readonly FoundPlace[]> {
  const response = await fetch(`/find?${new URLSearchParams({ q: text }).toString()}`, { signal });
  if (!response.ok) return [];
  return ((await response.json()) as { found: readonly FoundPlace[] }).found;
}
