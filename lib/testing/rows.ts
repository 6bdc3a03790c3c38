import type { CurrentRows } from "@/lib/configuration/diff";
import { configurationSchema } from "@/lib/configuration/configuration";
import type { z } from "zod";

/** A configuration as rows, each at row version 1. */
export function rowsOf(configuration: z.input<typeof configurationSchema>): CurrentRows {
  const parsed = configurationSchema.parse(configuration);
  const stored = <Row extends object>(row: Row) => ({ ...row, rowVersion: 1 });
  return {
    settings: [stored(parsed.settings)],
    product: parsed.products.map(stored),
    channel: parsed.channels.map(stored),
    allowedDomain: parsed.allowedDomains.map(stored),
    release: parsed.releases.map(({ builds, ...release }) => stored(release)),
    build: parsed.releases.flatMap(({ name: release, builds }) =>
      builds.map((build) => stored({ ...build, release })),
    ),
    rule: parsed.rules.map((rule, index) => stored({ ...rule, id: rule.id ?? index + 1 })),
    pin: parsed.pins.map(stored),
    shutOff: parsed.shutOffs.map(stored),
    invariant: (parsed.invariants ?? []).map(stored),
  };
}
