import type { Action, Subject } from "@/lib/access/can";
import { everything } from "@/lib/configuration/configuration";

import type { RowChange, Stored } from "./row";

/** What somebody must be allowed to do before a row may change: for what it was and for what it becomes. */
export type Right = { readonly action: Action; readonly subject: Subject };

/** @param productOf the product of a release, before or after the change; null when there is no such release */
export function rightsNeeded(change: RowChange, productOf: (release: string) => string | null): Right[] {
  return [change.before, change.after].flatMap((row) => (row ? rightsFor(change, row, productOf) : []));
}

function rightsFor(change: RowChange, row: Stored, productOf: (release: string) => string | null): Right[] {
  switch (change.entity) {
    case "rule": {
      const { product, channel } = row as Stored<"rule">;
      return [{ action: "push", subject: { product, channel } }];
    }
    case "pin": {
      const { product, channel } = row as Stored<"pin">;
      return [{ action: "push", subject: { product, channel } }];
    }
    case "shutOff": {
      const { product, channel } = row as Stored<"shutOff">;
      return [{ action: "push", subject: { product: orAll(product), channel: orAll(channel) } }];
    }
    case "release":
      return [{ action: "submit", subject: { product: (row as Stored<"release">).product } }];
    case "build":
      return [{ action: "submit", subject: { product: productOf((row as Stored<"build">).release) } }];
    case "channel":
      return [{ action: "edit", subject: { product: (row as Stored<"channel">).product } }];
    case "product": {
      const action = change.before && change.after ? "edit" : "administer";
      return [{ action, subject: { product: (row as Stored<"product">).name } }];
    }
    case "allowedDomain":
      return (row as Stored<"allowedDomain">).products.map((product) => ({
        action: "administer",
        subject: { product },
      }));
    case "settings":
      return [{ action: "administer", subject: { product: null } }];
  }
}

/** The product and channel under which a change is recorded, for filters; null where it is all or neither. */
export function subjectOf(
  change: RowChange,
  productOf: (release: string) => string | null,
): { product: string | null; channel: string | null } {
  const row = change.after ?? change.before;
  const [right] = row && change.entity !== "allowedDomain" ? rightsFor(change, row, productOf) : [];
  return { product: right?.subject.product ?? null, channel: right?.subject.channel ?? null };
}

function orAll(name: string): string | null {
  return name === everything ? null : name;
}
