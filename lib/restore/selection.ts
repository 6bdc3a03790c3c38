import { keyOf, type Stored } from "@/lib/changes/row";
import { everything } from "@/lib/configuration/configuration";
import type { CurrentRows } from "@/lib/configuration/diff";
import { fallbackChannelOf } from "@/lib/protocol/request";
import { matchesChannel } from "@/lib/rules/match";

import { sameContent } from "./inverse";
import { configurationEntities, type ConfigurationEntity } from "./recorded-rows";

/**
 * What is restored. A product (channel null): its own row, channels, releases with their builds, rules, pins and
 * shut-offs. A channel of it: the rules, pins and shut-offs for exactly this channel, and the releases with their
 * builds that those map to. Neither has settings, allowed domains, or what is for other products or channels as
 * well, such as rules for all products or for "release*": those are warned of where they have changed.
 */
export type Scope = { readonly product: string; readonly channel: string | null };

export type Selection = {
  /** The rows to change, as they are. */
  readonly now: CurrentRows;
  /** What becomes of them. */
  readonly then: CurrentRows;
  readonly warnings: readonly string[];
};

type Owned = { readonly product: string | null; readonly channel?: string | null };

/** Chooses the rows of a scope, each from both times if it belongs to the scope at either. */
export function select(now: CurrentRows, then: CurrentRows, scope: Scope): Selection {
  const releases = releasesOf(now, then, scope);
  const belongs = membership(scope, releases);
  const keys = new Set([...keysOf(now, belongs), ...keysOf(then, belongs)]);
  const chosen = (rows: CurrentRows) =>
    filterRows(rows, (entity, row) => keys.has(`${entity} ${keyOf(entity, row as never)}`));
  const { settings } = now;
  return {
    now: { ...chosen(now), settings },
    then: { ...chosen(then), settings },
    warnings: [...wideRows(now, then, scope), ...sharedReleases(now, then, scope, releases)],
  };
}

function keysOf(rows: CurrentRows, belongs: Membership): string[] {
  return configurationEntities.flatMap((entity) =>
    (rows[entity] as readonly Stored[])
      .filter((row) => belongs[entity](row as never))
      .map((row) => `${entity} ${keyOf(entity, row as never)}`),
  );
}

function filterRows(
  rows: CurrentRows,
  keep: (entity: ConfigurationEntity, row: Stored) => boolean,
): CurrentRows {
  return Object.fromEntries(
    configurationEntities.map((entity) => [
      entity,
      (rows[entity] as readonly Stored[]).filter((row) => keep(entity, row)),
    ]),
  ) as unknown as CurrentRows;
}

function isOwn({ product, channel }: Scope, row: Owned): boolean {
  return row.product === product && (channel === null || row.channel === channel);
}

/** The names of the releases of a product, or of those that a channel's rules and pins mapped to. */
function releasesOf(now: CurrentRows, then: CurrentRows, scope: Scope): ReadonlySet<string> {
  if (scope.channel === null) {
    const own = [...now.release, ...then.release].filter(({ product }) => product === scope.product);
    return new Set(own.map(({ name }) => name));
  }
  const names = new Set([...mappedBy(then, (row) => isOwn(scope, row))]);
  const byName = new Map(then.release.map((release) => [release.name, release]));
  // A set that grows while it is walked: members of bundles may be bundles.
  for (const name of names) {
    const content = byName.get(name)?.content;
    if (content?.kind === "bundle") for (const member of content.releases) names.add(member);
  }
  return names;
}

function* mappedBy({ rule, pin }: CurrentRows, isMeant: (row: Owned) => boolean): Generator<string> {
  for (const row of rule) {
    if (!isMeant(row)) continue;
    if (row.mapping !== null) yield row.mapping;
    if (row.fallbackMapping !== null) yield row.fallbackMapping;
  }
  for (const row of pin) if (isMeant(row)) yield row.mapping;
}

type Membership = { readonly [E in ConfigurationEntity]: (row: Stored<E>) => boolean };

function membership(scope: Scope, releases: ReadonlySet<string>): Membership {
  const own = (row: Owned) => isOwn(scope, row);
  const whole = scope.channel === null;
  return {
    rule: own,
    pin: own,
    shutOff: own,
    release: ({ name }) => releases.has(name),
    build: ({ release }) => releases.has(release),
    product: ({ name }) => whole && name === scope.product,
    channel: ({ product }) => whole && product === scope.product,
    settings: () => false,
    allowedDomain: () => false,
    // What has to hold is not undone together with what broke it.
    invariant: () => false,
  };
}

/** What decides for the scope too but is for others as well, and says something else than it did. */
function wideRows(now: CurrentRows, then: CurrentRows, scope: Scope): string[] {
  const told: string[] = [];
  for (const entity of ["rule", "shutOff", "allowedDomain"] as const) {
    const before = new Map(then[entity].map((row) => [keyOf(entity, row as never), row]));
    const after = new Map(now[entity].map((row) => [keyOf(entity, row as never), row]));
    for (const key of new Set([...before.keys(), ...after.keys()])) {
      const [old, young] = [before.get(key) ?? null, after.get(key) ?? null];
      const concerns = [old, young].some((row) => row !== null && isWide(entity, row, scope));
      if (!concerns || sameContent(old, young)) continue;
      told.push(`${entity} "${key}" is for others as well: it has changed since, and stays as it is`);
    }
  }
  if (!sameContent(now.settings[0] ?? null, then.settings[0] ?? null)) {
    told.push("The settings have changed since, and stay as they are");
  }
  return told;
}

function isWide(entity: "rule" | "shutOff" | "allowedDomain", row: Stored, scope: Scope): boolean {
  if (entity === "allowedDomain") return (row as Stored<"allowedDomain">).products.includes(scope.product);
  const { product, channel } = row as Stored<"rule"> | Stored<"shutOff">;
  if (isOwn(scope, { product, channel })) return false;
  if (!isAny(product) && product !== scope.product) return false;
  if (scope.channel === null || isAny(channel)) return true;
  return matchesChannel(channel, {
    channel: scope.channel,
    fallbackChannel: fallbackChannelOf(scope.channel),
  });
}

function isAny(name: string | null): name is null {
  return name === null || name === everything;
}

/** Releases that go back although others than the scope's rules map to them. */
function sharedReleases(
  now: CurrentRows,
  then: CurrentRows,
  scope: Scope,
  releases: ReadonlySet<string>,
): string[] {
  const others = new Set(mappedBy(now, (row) => !isOwn(scope, row)));
  const before = new Map(then.release.map((row) => [row.name, row]));
  const after = new Map(now.release.map((row) => [row.name, row]));
  return [...releases]
    .filter((name) => others.has(name) && before.has(name))
    .filter((name) => !sameContent(before.get(name) ?? null, after.get(name) ?? null))
    .map((name) => `Release "${name}" goes back although rules outside ${nameOf(scope)} map to it as well`);
}

function nameOf({ product, channel }: Scope): string {
  return channel === null ? product : `${product} ${channel}`;
}

/** The names of releases that rules and pins outside the selection need. */
export function neededElsewhere(now: CurrentRows, { now: selected }: Selection): ReadonlySet<string> {
  const rules = new Set(selected.rule.map(({ id }) => id));
  const pins = new Set(selected.pin.map((pin) => keyOf("pin", pin)));
  const rest = {
    ...now,
    rule: now.rule.filter(({ id }) => !rules.has(id)),
    pin: now.pin.filter((pin) => !pins.has(keyOf("pin", pin))),
  };
  return new Set(mappedBy(rest, () => true));
}
