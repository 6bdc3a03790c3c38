import { authorize, authorizeReading, canSee } from "@/lib/access/can";
import type { Operation } from "@/lib/changes/operation";
import { keyOf, type Stored } from "@/lib/changes/row";
import { readRowsOf } from "@/lib/changes/store";
import type { Pin } from "@/lib/configuration/configuration";
import { consistently, db, type Db } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import { applicationVersion, type Release } from "@/lib/releases/release";
import { parsePin, pinText } from "@/lib/versions/pin";
import { compareVersionTexts } from "@/lib/versions/version";

import { readHeld, schedule, write, type Caller } from "./service-write";

type PinKey = Pick<Pin, "product" | "channel" | "version">;

/** @throws Refusal "not-found" when there is none that the actor may read */
export async function getPin({ actor }: Caller, key: PinKey): Promise<Stored<"pin">> {
  authorizeReading(actor);
  const pin = canSee(actor, key.product) ? await findPin(db(), key) : null;
  if (pin) return pin;
  throw new Refusal("not-found", `There is no pin ${key.version} of ${key.product} on ${key.channel}`);
}

async function findPin(read: Db, { product, channel, version }: PinKey): Promise<Stored<"pin"> | null> {
  const key = { product, channel, version };
  const rows = await readRowsOf(read, [{ entity: "pin", action: "delete", key, rowVersion: 1 }]);
  return (rows.get(`pin ${keyOf("pin", key)}`) ?? null) as Stored<"pin"> | null;
}

export type Pinned =
  /** A pin never goes back to an older release. */
  | { readonly kind: "kept" }
  | { readonly kind: "set"; readonly dataVersion: number }
  | { readonly kind: "scheduled"; readonly changeSet: number; readonly isNew: boolean };

/** Sends clients of a channel that ask to stay on a version to a release. @param when null: at once */
export async function pinRelease(
  caller: Caller,
  name: string,
  { when, ...given }: PinKey & { when: Date | null },
): Promise<Pinned> {
  const parsed = parsePin(given.version);
  const pin: Pin = { ...given, version: parsed ? pinText(parsed) : given.version, mapping: name };
  const what = `Pin ${pin.version} of ${pin.product} on ${pin.channel} to ${name}`;
  let operation: Operation | "none" | "kept" = "none";
  const prepare = async (read: Db) => {
    authorize(caller.actor, "push", pin);
    operation = await workOut(read, pin);
    return typeof operation === "string" ? [] : [operation];
  };
  const operations = when === null ? [] : await consistently(prepare);
  if (when === null) await write(caller, what, prepare);
  if ((operation as string) === "kept") return { kind: "kept" };
  const [planned] = operations;
  if (when === null || !planned) {
    return { kind: "set", dataVersion: (await findPin(db(), pin))?.rowVersion ?? 1 };
  }
  const changeSet = await schedule(caller, what, { at: when, operations });
  return { kind: "scheduled", changeSet, isNew: planned.action === "create" };
}

async function workOut(read: Db, pin: Pin): Promise<Operation | "none" | "kept"> {
  const { release } = await readHeld(read, pin.mapping, []);
  if (!release) throw new Refusal("not-found", `There is no release "${pin.mapping}"`);
  const current = await findPin(read, pin);
  if (!current) return { entity: "pin", action: "create", value: pin };
  if (current.mapping === pin.mapping) return "none";
  const { release: pinned } = await readHeld(read, current.mapping, []);
  if (pinned && isNewer(pinned, release)) return "kept";
  const { mapping, product, channel, version } = pin;
  const key = { product, channel, version };
  return { entity: "pin", action: "update", key, rowVersion: current.rowVersion, fields: { mapping } };
}

function isNewer(one: Release, other: Release): boolean {
  const [a, b] = [one, other].map(versionOf);
  const difference = a != null && b != null ? compareVersionTexts(a, b, "mozilla") : null;
  return difference !== null && difference > 0;
}

function versionOf({ content }: Release): string | null {
  return content.kind === "application" ? applicationVersion(content.dialect, content.attributes) : null;
}
