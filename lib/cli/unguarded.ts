import { everything } from "@/lib/configuration/names";

import type { Client } from "./client";
import type { Io } from "./io";
import { count } from "./output";
import { ApiFailure } from "./problem";
import { readPolicies } from "./read-policies";
import { shellWord } from "./shell-word";

/** Says which products that were brought in have no policies: imports never add any. */
export async function warnOfUnguarded(io: Io, client: Client, configuration: unknown): Promise<void> {
  const { products = [] } = configuration as { products?: readonly { name: string }[] };
  if (products.length === 0) return;
  const guarded = await guardedProducts(client);
  if (guarded === null || guarded.has(everything)) return;
  const bare = products.filter(({ name }) => !guarded.has(name)).map(({ name }) => name);
  for (const name of bare.slice(0, shown)) {
    io.tell(
      `Product ${name} has no sign-off policies: each driver alone decides what its clients get.` +
        ` Add the usual ones with \`aus policies default ${shellWord(name)}\`.`,
    );
  }
  if (bare.length > shown) io.tell(`The same goes for ${count(bare.length - shown, "product")} more.`);
}

/** So many products are named. */
const shown = 10;

/** Null: whoever asks may not know. */
async function guardedProducts(client: Client): Promise<ReadonlySet<string> | null> {
  try {
    const policies = await readPolicies(client);
    return new Set(policies.filter(({ subject }) => subject === "clients").map(({ product }) => product));
  } catch (error) {
    if (error instanceof ApiFailure && error.http === 403) return null;
    throw error;
  }
}
