"use client";

import { useNow } from "@/components/ui/moment";

const clock = (now: number, timeZone?: string) =>
  new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(now);

/** UTC, and the reader's own time where that is another. */
export function Clock() {
  const now = useNow();
  if (now === null) return null;
  const utc = clock(now, "UTC");
  const local = clock(now);
  return (
    <span>
      {utc}
      {local !== utc && ` · ${local}`}
    </span>
  );
}
