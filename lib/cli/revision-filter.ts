import type { Command } from "commander";

const filters = {
  actor: "by a person's address, or by a token or the program as the record names it",
  source: "through ui, api, cli, seed or system",
  entity: "with a row of a kind, e.g. rule",
  key: "with a row of a key, e.g. 42",
  product: "with a row of a product",
  channel: "with a row of a channel",
  reason: "with a text in the reason",
  changeSet: "of a change set, by its number",
  from: "not before a time, e.g. 2026-11-26 or 2026-11-26T12:00:00Z",
  to: "before a time",
} as const;

export type FilterOptions = { readonly [Name in keyof typeof filters]?: string };

/** Lets a command take the filters of revisions. */
export function filterOptions(command: Command): Command {
  for (const [name, description] of Object.entries(filters)) {
    command.option(`--${dashed(name)} <value>`, description);
  }
  return command;
}

/** changeSet → change-set, as commander reads it back. */
function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

export function filterQuery(options: FilterOptions): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of Object.keys(filters) as (keyof FilterOptions)[]) {
    const value = options[name];
    if (value !== undefined) query.set(name, value);
  }
  return query;
}
