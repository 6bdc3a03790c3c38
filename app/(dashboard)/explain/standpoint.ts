import type { Instant } from "@/lib/restore/service";

import { readInstant } from "../audit/instant";

/** From where a request is looked at. */
export type Standpoint =
  | { readonly kind: "now" }
  | { readonly kind: "then"; readonly at: Instant }
  | { readonly kind: "with"; readonly changeSet: number };

/** "now" or nothing, "17" or a time, or "#12"; null: none of these. */
export function readStandpoint(text: string): Standpoint | null {
  if (text === "" || text === "now") return { kind: "now" };
  const set = /^#([1-9]\d{0,8})$/.exec(text)?.[1];
  if (set !== undefined) return { kind: "with", changeSet: Number(set) };
  const at = readInstant(text, 0);
  return at === null ? null : { kind: "then", at };
}

/** "With change set 12", as a heading. */
export function standpointInWords(standpoint: Standpoint, revision: number): string {
  switch (standpoint.kind) {
    case "now":
      return `Now, revision ${String(revision)}`;
    case "then":
      return typeof standpoint.at === "number"
        ? `As of revision ${String(revision)}`
        : `At ${standpoint.at.toISOString().slice(0, 16).replace("T", " ")} UTC, revision ${String(revision)}`;
    case "with":
      return `With change set ${String(standpoint.changeSet)}`;
  }
}
