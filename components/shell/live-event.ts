/** What the service tells of while a page is open. */
export type LiveEvent =
  | { kind: "revision"; id: number; by: string }
  | { kind: "change-set"; id: number; what: string; by: string }
  | { kind: "missed" };

export type Hint = { href: string; text: string };

const deeds: Readonly<Record<string, string>> = {
  created: "made",
  edited: "edited",
  proposed: "proposed",
  signed: "signed",
  comment: "commented on",
  "changes-requested": "asks for changes of",
  approved: "approved",
  scheduled: "scheduled",
  paused: "paused",
  continued: "continued",
  "step-enacted": "enacted a step of",
  enacted: "enacted",
  aborted: "aborted",
  cancelled: "cancelled",
};

export function hintOf(event: Exclude<LiveEvent, { kind: "missed" }>): Hint {
  const id = String(event.id);
  if (event.kind === "revision") {
    return { href: `/audit/${id}`, text: `Changed by ${event.by} just now: revision ${id}` };
  }
  const deed = deeds[event.what] ?? "moved";
  return { href: `/changes/${id}`, text: `${event.by} ${deed} change set ${id} just now` };
}
