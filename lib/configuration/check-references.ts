import { isDeepStrictEqual } from "node:util";

import { changesOf, type RowChange } from "@/lib/changes/row";

import type { ReportAt } from "./finding";
import type { World } from "./world";

/** What goes away, or moves to another product, may still be referred to. */
export function checkReferences(changes: readonly RowChange[], world: World, reportAt: ReportAt): void {
  const rules = [...world.rules.values()];
  for (const change of changesOf(changes, "release")) {
    if (!change.before || change.before.product === change.after?.product) continue;
    const { key } = change;
    const users = [
      ...rules
        .filter(
          ({ mapping, fallbackMapping, product }) =>
            (mapping === key || fallbackMapping === key) && isStranger(product, change.after?.product),
        )
        .map(({ id }) => `rule ${id}`),
      ...world.pins
        .filter(({ mapping, product }) => mapping === key && isStranger(product, change.after?.product))
        .map(({ product, channel, version }) => `pin ${product}/${channel}/${version}`),
    ];
    reportUsers(change, users, reportAt);
  }
  for (const change of changesOf(changes, "product")) {
    if (!change.after) reportUsers(change, belongings(change.key, world), reportAt);
  }
}

function belongings(product: string, { releases, rules, channels, pins, shutOffs }: World): string[] {
  const owned = (row: { product: string | null }) => row.product === product;
  return [
    ...[...releases.values()].filter(owned).map(({ name }) => `release ${name}`),
    ...[...rules.values()].filter(owned).map(({ id }) => `rule ${id}`),
    ...channels.filter(owned).map(({ name }) => `channel ${name}`),
    ...pins.filter(owned).map(({ channel, version }) => `pin ${channel}/${version}`),
    ...shutOffs.filter(owned).map(({ channel }) => `shut-off ${channel}`),
  ];
}

/** Whether a row of `product` would refer to a release that is gone or of another product. */
function isStranger(product: string | null, release: string | undefined): boolean {
  return release === undefined || (product !== null && product !== release);
}

function reportUsers(change: RowChange, users: readonly string[], reportAt: ReportAt): void {
  if (users.length === 0) return;
  const more = users.length > 5 ? ` and ${users.length - 5} more` : "";
  const detail = `${change.entity} "${change.key}" is used by ${users.slice(0, 5).join(", ")}${more}: change those first`;
  // A release that moves to another product ends up as if those had come to map to another product's release.
  reportAt(change)("error", change.after ? "other-product" : "in-use", [], detail);
}

/** @param world as it is before the changes */
export function checkReadOnly(changes: readonly RowChange[], world: World, reportAt: ReportAt): void {
  for (const change of changesOf(changes, "release")) {
    if (change.before?.readOnly && !onlyMarks(change)) reportReadOnly(change, change.key, reportAt);
  }
  checkBuildsOfReadOnly(changesOf(changes, "build"), world, reportAt);
}

function checkBuildsOfReadOnly(
  changes: readonly RowChange<"build">[],
  world: World,
  reportAt: ReportAt,
): void {
  const told = new Set<string>();
  for (const change of changes) {
    const name = (change.after ?? change.before)?.release ?? "";
    if (!world.releases.get(name)?.readOnly || told.has(name)) continue;
    told.add(name);
    reportReadOnly(change, name, reportAt);
  }
}

/** Whether a change leaves alone what the release gives to clients. */
function onlyMarks({ before, after }: RowChange<"release">): boolean {
  return (
    after !== null && before?.product === after.product && isDeepStrictEqual(before.content, after.content)
  );
}

function reportReadOnly(change: RowChange, name: string, reportAt: ReportAt): void {
  const detail = `Release "${name}" is read-only: make it writable first`;
  reportAt(change)("error", "read-only", [], detail);
}
