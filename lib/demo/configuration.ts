import type { ConfiguredEntity as Entity, Operation } from "@/lib/changes/operation";
import { configuredEntities } from "@/lib/changes/row";
import { configurationSchema } from "@/lib/configuration/configuration";
import type { Configuration } from "@/lib/configuration/configuration";

import { story } from "./story";

type Row = { value: Record<string, unknown>; rowVersion: number };
type Rows = Map<string, Row>;

const keyFields: Record<Entity, readonly string[]> = {
  rule: ["id"],
  release: ["name"],
  build: ["release", "buildTarget", "locale"],
  product: ["name"],
  channel: ["product", "name"],
  pin: ["product", "channel", "version"],
  allowedDomain: ["host", "pathPattern"],
  shutOff: ["product", "channel", "buildTarget", "version", "locale"],
  settings: [],
  invariant: ["name"],
};

function keyOf(entity: Entity, values: Readonly<Record<string, unknown>>): string {
  return keyFields[entity].map((field) => String(values[field])).join("/");
}

type Configured = Operation & { entity: Entity };

function isConfigured(operation: Operation): operation is Configured {
  return (configuredEntities as readonly string[]).includes(operation.entity);
}

function apply(rows: Rows, operation: Configured): void {
  if (operation.action === "create") {
    const key = keyOf(operation.entity, operation.value);
    if (rows.has(key)) throw new Error(`The story creates ${operation.entity} ${key} twice`);
    rows.set(key, { value: operation.value, rowVersion: 1 });
    return;
  }
  const key = keyOf(operation.entity, operation.key);
  const row = rows.get(key);
  if (row?.rowVersion !== operation.rowVersion) {
    throw new Error(`The story changes ${operation.entity} ${key} at a version that it does not have`);
  }
  if (operation.action === "delete") rows.delete(key);
  else rows.set(key, { value: { ...row.value, ...operation.fields }, rowVersion: row.rowVersion + 1 });
}

/** The configuration that the demo's story ends with. */
export function demoConfiguration(): Configuration {
  const tables = new Map<Entity, Rows>(
    (Object.keys(keyFields) as Entity[]).map((entity) => [entity, new Map()]),
  );
  tables.get("settings")?.set("", { value: {}, rowVersion: 1 });
  for (const { operations } of story) {
    for (const operation of operations) {
      if (isConfigured(operation)) apply(tables.get(operation.entity) ?? new Map<string, Row>(), operation);
    }
  }
  const values = (entity: Entity) => [...(tables.get(entity)?.values() ?? [])].map(({ value }) => value);
  const buildsOf = new Map<unknown, unknown[]>();
  for (const { release, ...build } of values("build")) {
    const builds = buildsOf.get(release);
    if (builds) builds.push(build);
    else buildsOf.set(release, [build]);
  }
  return configurationSchema.parse({
    settings: values("settings")[0],
    products: values("product"),
    channels: values("channel"),
    releases: values("release").map((release) => ({
      ...release,
      builds: buildsOf.get(release["name"]) ?? [],
    })),
    rules: values("rule"),
    pins: values("pin"),
    allowedDomains: values("allowedDomain"),
    shutOffs: values("shutOff"),
    invariants: values("invariant"),
  });
}
