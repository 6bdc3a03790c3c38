import type { Entity } from "@/lib/changes/operation";

import { said } from "./conflict";

/** What a change does to one row. */
export type RowChange = {
  readonly entity: Entity;
  readonly key: string;
  readonly fields: readonly { readonly name: string; readonly before: unknown; readonly after: unknown }[];
};

/** More than anybody reads on a terminal; `--json` has them all. */
const shown = 200;

/** Row by row and field by field. */
export function describeRowChanges(changes: readonly RowChange[]): string[] {
  const rest = changes.length - shown;
  return [
    ...changes.slice(0, shown).flatMap(describeRow),
    ...(rest > 0 ? [`and ${rest.toLocaleString("en-US")} rows more: see --json`] : []),
  ];
}

/** A field of each kind of row that never changes: where it does, the row comes or goes. */
const ownKey: Readonly<Record<Entity, string | null>> = {
  rule: "id",
  release: "name",
  build: "release",
  product: "name",
  channel: "name",
  pin: "version",
  allowedDomain: "host",
  shutOff: "product",
  settings: null,
  invariant: "name",
  policy: "subject",
  user: "email",
  token: "name",
  hook: "name",
};

function describeRow({ entity, key, fields }: RowChange): string[] {
  const own = fields.find(({ name }) => name === ownKey[entity]);
  const title = `${entity} "${key}"`;
  if (own?.after === null) return [`${title} is deleted`];
  const told = fields
    .filter(({ before, after }) => said(before) !== said(after))
    .map(({ name, before, after }) => `  ${name}: ${own ? "" : `${said(before)} → `}${said(after)}`);
  return [`${title} is ${own ? "created" : "changed"}`, ...told];
}
