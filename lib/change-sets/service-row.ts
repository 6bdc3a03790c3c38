import type { Actor } from "@/lib/access/role";
import type { Source } from "@/lib/audit/source";
import { operationSchema, type Entity, type Operation } from "@/lib/changes/operation";
import { keyOfOperation } from "@/lib/changes/row";
import { readRowsOf } from "@/lib/changes/store";
import type { Tx } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";

import { submitPrepared, type Submitted } from "./service";

/** One row to be made, changed or deleted. */
export type RowWrite = { readonly entity: Entity } & (
  | { readonly action: "create"; readonly value: object }
  | ({ readonly key: object; /** Undefined: whichever it has. */ readonly rowVersion: number | undefined } & (
      { readonly action: "update"; readonly fields: object } | { readonly action: "delete" }
    ))
);

export type RowTerms = {
  readonly reason: string;
  readonly source: Source;
  readonly dryRun: boolean;
  /** What is written together with it and is no part of the record. */
  readonly also?: (tx: Tx) => Promise<void>;
};

/**
 * A change of one row, whose fields are the whole input: errors point into it.
 *
 * @throws Refusal "not-found" when there is no such row, or as `submitChangeSet`
 */
export async function submitRow(
  actor: Actor,
  write: RowWrite,
  { also, ...terms }: RowTerms,
): Promise<Submitted> {
  return submitPrepared(actor, {
    ...terms,
    accept: [],
    wholeConfiguration: false,
    withDefaultPolicies: true,
    prepare: async (tx) => ({
      operations: [{ operation: await toOperation(tx, write), pointer: "" }],
      known: null,
      unchanged: () => 0,
    }),
    ...(also && { also }),
  });
}

async function toOperation(tx: Tx, write: RowWrite): Promise<Operation> {
  if (write.action === "create") return operationSchema.parse(write);
  const { rowVersion: seen, ...rest } = write;
  const operation = operationSchema.parse({ ...rest, rowVersion: seen ?? 1 });
  const key = keyOfOperation(operation) ?? "";
  const row = (await readRowsOf(tx, [operation])).get(`${write.entity} ${key}`);
  if (!row) throw new Refusal("not-found", `There is no ${write.entity} "${key}"`);
  return { ...operation, rowVersion: seen ?? row.rowVersion } as Operation;
}
