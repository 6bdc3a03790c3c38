import { said } from "./conflict";

/** What a change does to one row. */
export type RowChange = {
  readonly entity: string;
  readonly key: string;
  readonly action?: string;
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

function describeRow({ entity, key, fields }: RowChange): string[] {
  return [
    `${entity} "${key}":`,
    ...fields.map(({ name, before, after }) => `  ${name}: ${said(before)} → ${said(after)}`),
  ];
}
