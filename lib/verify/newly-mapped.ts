import { changesOf, keyOf, type RowChange } from "@/lib/changes/row";
import type { Channel, Pin } from "@/lib/configuration/configuration";
import { fallbackChannelOf } from "@/lib/protocol/request";
import { matchesChannel } from "@/lib/rules/match";
import type { Rule } from "@/lib/rules/rule";

/** A release that clients of a channel can get by a change, and could not before. */
export type NewlyMapped = {
  readonly channel: Channel;
  readonly release: string;
  /** What of the change maps to it. */
  readonly entity: "rule" | "pin";
  readonly key: string;
};

type Mapping = Pick<NewlyMapped, "entity" | "key" | "release"> & {
  readonly product: string | null;
  /** Null: every channel. */
  readonly on: string | null;
};

/** @param before rules and pins as they are before the change */
export function newlyMapped(
  changes: readonly RowChange[],
  before: { readonly rules: Iterable<Rule>; readonly pins: Iterable<Pin> },
  channels: readonly Channel[],
): NewlyMapped[] {
  const rules = [...before.rules].flatMap(mappingsOfRule);
  const known = new Set(
    [...rules, ...[...before.pins].map(mappingOfPin)].flatMap((one) => keysOf(one, channels)),
  );
  const made = [
    ...changesOf(changes, "rule").flatMap(({ after, key }) =>
      after ? mappingsOfRule(after).map((one) => ({ ...one, key })) : [],
    ),
    ...changesOf(changes, "pin").flatMap(({ after }) => (after ? [mappingOfPin(after)] : [])),
  ];
  const found = new Map<string, NewlyMapped>();
  for (const { product, on, ...mapping } of made) {
    for (const channel of channels) {
      const key = pairOf(channel, mapping.release);
      if (!meets({ product, on }, channel) || known.has(key) || found.has(key)) continue;
      found.set(key, { ...mapping, channel });
    }
  }
  return [...found.values()];
}

function mappingsOfRule(rule: Rule): Mapping[] {
  const { id, enabled, product, channel, mapping, fallbackMapping } = rule;
  const releases = enabled ? [mapping, fallbackMapping].filter((name) => name !== null) : [];
  return releases.map((release) => ({ entity: "rule", key: String(id), release, product, on: channel }));
}

function mappingOfPin(pin: Pin): Mapping {
  const { product, channel, mapping } = pin;
  return {
    entity: "pin",
    key: keyOf("pin", pin),
    release: mapping,
    product,
    on: channel,
  };
}

function keysOf({ release, ...where }: Mapping, channels: readonly Channel[]): string[] {
  return channels.filter((channel) => meets(where, channel)).map((channel) => pairOf(channel, release));
}

function pairOf({ product, name }: Channel, release: string): string {
  return JSON.stringify([product, name, release]);
}

/** Whether clients of a channel, or of a partner's that falls back to it, are meant. */
function meets({ product, on }: Pick<Mapping, "product" | "on">, channel: Channel): boolean {
  if (product !== null && product !== channel.product) return false;
  if (on === null || fallbackChannelOf(on) === channel.name) return true;
  return matchesChannel(on, { channel: channel.name, fallbackChannel: channel.name });
}
