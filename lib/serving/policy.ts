import type { ServiceSettings } from "@/lib/env";
import { dice, stickyRoll } from "@/lib/decision/throttle";

import type { ServingPolicy } from "./answer";
import { httpSettings } from "./http-settings";
import type { Watch } from "./remote-signer";
import { signerFrom } from "./signing-file";

/**
 * How this deployment throws its rolls, how long its answers keep, and with what they are signed.
 * @param watch who is told when a signing service fails
 * @throws an Error that names every unusable setting and its remedy
 */
export function servingPolicy(
  settings: Pick<ServiceSettings, "AUS_SECRET" | "AUS_THROTTLE" | "AUS_MAX_AGE">,
  watch: Watch = {},
): ServingPolicy {
  const { caching, signing } = httpSettings();
  const sticky = settings.AUS_THROTTLE === "sticky";
  return {
    sticky,
    roll: sticky ? stickyRoll(settings.AUS_SECRET) : dice(Math.random),
    maxAge: settings.AUS_MAX_AGE,
    caching,
    ...(signing !== null && { sign: signerFrom(signing, watch) }),
  };
}
