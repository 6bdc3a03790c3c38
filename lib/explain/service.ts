import { authorizeReading } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import { explain, type Explanation } from "@/lib/decision/explain";
import { dice, stickyRoll } from "@/lib/decision/throttle";
import { env } from "@/lib/env";
import { sharedSource } from "@/lib/serving/refresh-shared";

export type Question = {
  /** Path and query of an update URL, exactly as a client would send them. */
  readonly url: string;
  readonly userAgent?: string | undefined;
  /** The client's address, which decides sticky throttles; neither stored nor logged. */
  readonly address?: string | undefined;
};

/** What a client would be answered now, and why. */
export async function explainAnswer(
  actor: Actor,
  { url, userAgent, address = "" }: Question,
): Promise<Explanation> {
  authorizeReading(actor);
  const source = sharedSource();
  await source.ready;
  const { AUS_THROTTLE, AUS_SECRET } = env();
  const roll = AUS_THROTTLE === "sticky" ? stickyRoll(AUS_SECRET) : dice(Math.random);
  return explain(source.current(), { url, userAgent, roll: (key) => roll(address, key) });
}
