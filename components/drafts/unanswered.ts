import { whyUnanswered } from "@/components/ui/unanswered";

import type { Refused } from "./outcome";

/** What became of an edit that got no answer. */
export function unanswered(error: unknown): Refused {
  return { done: false, detail: whyUnanswered(error), errors: [], conflicts: [] };
}
