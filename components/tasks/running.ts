"use client";

import { useEffect, useSyncExternalStore } from "react";

import type { ShownTask } from "./shown-task";

const every = 1_000;

/** Null: nobody has asked yet. */
let running: readonly ShownTask[] | null = null;
let isFollowing = false;
/** How many parts of the page wait for work that may not be there yet. */
let awaited = 0;
const listeners = new Set<() => void>();

async function ask(): Promise<readonly ShownTask[]> {
  const answer = await fetch("/find/work");
  if (!answer.ok) throw new Error(answer.statusText);
  return ((await answer.json()) as { running: ShownTask[] }).running;
}

/** Asks how far work has come until there is none, and tells all parts of the page that show it. */
async function follow(): Promise<void> {
  if (isFollowing) return;
  isFollowing = true;
  for (;;) {
    // What does not answer now may answer the next time.
    if (!document.hidden) running = await ask().catch(() => running);
    for (const listener of listeners) listener();
    if (!running?.length && awaited === 0) break;
    await new Promise((resolve) => setTimeout(resolve, every));
  }
  isFollowing = false;
}

/** Looks for work that has just begun. @returns what ends it; what runs by then is shown until it is over */
export function awaitWork(): () => void {
  awaited += 1;
  void follow();
  return () => {
    awaited -= 1;
  };
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Work that runs. @param known what the page came with */
export function useRunning(known: readonly ShownTask[] = []): readonly ShownTask[] {
  const now = useSyncExternalStore(
    listen,
    () => running,
    () => null,
  );
  const hasKnown = known.length > 0;
  useEffect(() => {
    if (hasKnown) void follow();
  }, [hasKnown]);
  return now ?? known;
}
