import { z } from "zod";

import { freeze, thaw } from "./freeze-templates";
import { mirrorChannel } from "./mirror";
import { parameters } from "./parameters";
import { newRelease, nightly } from "./release-templates";
import { template, type Template } from "./template";
import { desupport, watershed } from "./watershed-templates";

const { product, from, to } = parameters;

const switchOfChannel = template({
  name: "switch-channel",
  title: "Switch of channel",
  note: "Clients of one channel get what those of another get now, watersheds included.",
  parameters: z.strictObject({ product, from, to }),
  // The clients come from the channel that is changed, and what they get from the other.
  plan: (given, around) =>
    mirrorChannel(around, { product: given.product, from: given.to, to: given.from }, { others: "keep" }),
});

/** What release drivers do again and again. */
export const templates: readonly Template[] = [
  newRelease,
  watershed,
  desupport,
  switchOfChannel,
  nightly,
  freeze,
  thaw,
];

export function findTemplate(name: string): Template | null {
  return templates.find((one) => one.name === name) ?? null;
}
