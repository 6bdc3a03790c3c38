import type { Operation } from "@/lib/changes/operation";

/** Something that was proposed and has not happened yet. */
export type Plan = {
  actor: "driver" | "manager";
  reason: string;
  steps: readonly {
    /** Hours from when the demo is made; null: as soon as everybody has signed. */
    inHours: number | null;
    operations: Operation[];
  }[];
};

/** @param rowVersion the version of the rule at the end of the story. */
function change(id: number, rowVersion: number, fields: object): Operation {
  return { entity: "rule", action: "update", key: { id }, rowVersion, fields };
}

/** What people of the demo wait for: its story goes on by itself, or when somebody signs. */
export const plans: readonly Plan[] = [
  {
    actor: "driver",
    reason: "98.0 at 25 % for two days: crashes still below those of 97.0.1. Half now, everyone in two days",
    steps: [
      { inHours: null, operations: [change(14, 3, { backgroundRate: 50 })] },
      { inHours: 48, operations: [change(14, 3, { backgroundRate: 100 })] },
    ],
  },
  {
    actor: "driver",
    reason: "99.0 beta 6 to beta, once the night has shown that QA has no objections",
    steps: [{ inHours: 20, operations: [change(30, 2, { mapping: "Heron-99.0b6-build1" })] }],
  },
];
