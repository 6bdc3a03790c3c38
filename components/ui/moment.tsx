"use client";

import { useSyncExternalStore } from "react";

import { localTime, relativeTime, utcTime } from "./time";
import { Tooltip } from "./tooltip";

let minute = 0;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    minute = Date.now();
    for (const notify of listeners) notify();
  }, 30_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

const now = () => (minute ||= Date.now());

/** The time, renewed twice a minute; null on the server, which does not know the reader's clock. */
export function useNow(): number | null {
  return useSyncExternalStore(subscribe, now, () => null);
}

function inWords(at: string, look: "relative" | "full", current: number): string {
  return look === "relative" ? relativeTime(at, current) : `${utcTime(at)} · ${localTime(at)}`;
}

type MomentProps = {
  /** ISO 8601. */
  at: string;
  look?: "relative" | "full";
};

/** A moment in UTC; the reader's own time and the distance from now are one hover or focus away. */
export function Moment({ at, look = "relative" }: MomentProps) {
  const current = useNow();
  const text = current === null ? utcTime(at) : inWords(at, look, current);
  return (
    <Tooltip
      text={
        <span className="grid grid-cols-[auto_1fr] gap-x-2 figures">
          <span className="text-ink-faint">UTC</span>
          <span>{utcTime(at)}</span>
          <span className="text-ink-faint">Local</span>
          <span>{localTime(at)}</span>
        </span>
      }
    >
      <time dateTime={at} className="figures whitespace-nowrap">
        {text}
      </time>
    </Tooltip>
  );
}
