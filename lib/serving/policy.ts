import type { ServiceSettings } from "@/lib/env";
import { dice, stickyRoll } from "@/lib/decision/throttle";

import type { ServingPolicy } from "./answer";

/** How this deployment throws its rolls and how long its answers keep. */
export function servingPolicy(
  settings: Pick<ServiceSettings, "AUS_SECRET" | "AUS_THROTTLE" | "AUS_MAX_AGE">,
): ServingPolicy {
  const sticky = settings.AUS_THROTTLE === "sticky";
  return {
    sticky,
    roll: sticky ? stickyRoll(settings.AUS_SECRET) : dice(Math.random),
    maxAge: settings.AUS_MAX_AGE,
  };
}
