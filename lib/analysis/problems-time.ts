import type { Stored } from "@/lib/changes/row";
import { keyOf } from "@/lib/changes/row";
import { everything } from "@/lib/configuration/names";

import type { Problem } from "./problem";

const day = 86_400_000;
const longest = 7 * day;

/** Something that waits, and since when. */
export type Aged<Thing> = { readonly thing: Thing; readonly since: Date };

export type HalfApproved = {
  readonly id: number;
  readonly reason: string;
  readonly products: readonly string[];
  /** How many have signed. */
  readonly signed: number;
};

/** What was meant for a while and is there for more than a week. */
export function agedProblems(
  {
    shutOffs,
    changeSets,
  }: {
    readonly shutOffs: readonly Aged<Stored<"shutOff">>[];
    readonly changeSets: readonly Aged<HalfApproved>[];
  },
  now: Date,
): Problem[] {
  const isOld = ({ since }: Aged<unknown>) => now.getTime() - since.getTime() > longest;
  const daysOf = (since: Date) => Math.floor((now.getTime() - since.getTime()) / day);
  return [
    ...shutOffs.filter(isOld).map(({ thing, since }) => shutOffProblem(thing, daysOf(since))),
    ...changeSets.filter(isOld).map(({ thing, since }) => changeSetProblem(thing, daysOf(since))),
  ];
}

function shutOffProblem(shutOff: Stored<"shutOff">, days: number): Problem {
  const { product, channel, buildTarget, version, locale, rowVersion, reason } = shutOff;
  const where = product === everything ? "everything" : `${product} on ${channel}`;
  const why = reason === "" ? "" : ` (${reason})`;
  return {
    code: "old-shut-off",
    severity: "warning",
    where: { entity: "shutOff", key: keyOf("shutOff", shutOff), field: null },
    product: product === everything ? null : product,
    detail: `Updates of ${where} are off for ${days} days${why}. Switch them on, or have rules say what these clients get`,
    mend: {
      entity: "shutOff",
      action: "delete",
      key: { product, channel, buildTarget, version, locale },
      rowVersion,
    },
  };
}

function changeSetProblem({ id, reason, products, signed }: HalfApproved, days: number): Problem {
  const [only] = products.length === 1 ? products : [];
  return {
    code: "old-change-set",
    severity: "warning",
    where: { entity: "changeSet", key: String(id), field: null },
    product: only === undefined || only === everything ? null : only,
    detail: `Change set ${id} (${reason}) is half approved for ${days} days: ${signed} signed, others did not. Sign or cancel it`,
    mend: null,
  };
}
