import { unstable_isUnrecognizedActionError as isUnknownThere } from "next/navigation";

import { askService } from "./service";

/** Why what was sent got no answer, for whoever typed it. */
export function whyUnanswered(error: unknown): string {
  void askService();
  return isUnknownThere(error)
    ? "AUS3 was upgraded meanwhile, and can’t take this from the page of before. Copy what you typed, then load the page anew."
    : "The service does not answer. Nothing you typed is lost: try again in a moment.";
}
