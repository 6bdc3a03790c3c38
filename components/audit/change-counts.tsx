import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/badge";

import { rowsInWords } from "./words";
import type { RowAction } from "./words";

export type RowCount = { entity: string; action: RowAction; count: number };

const looks: Record<RowAction, { tone: Tone; sign: string }> = {
  created: { tone: "good", sign: "+" },
  changed: { tone: "accent", sign: "±" },
  deleted: { tone: "bad", sign: "−" },
};

/** How many rows of each kind a revision touched; sign and word as well as colour. */
export function ChangeCounts({ counts }: { counts: readonly RowCount[] }) {
  return counts.map(({ entity, action, count }) => (
    <Badge key={`${entity} ${action}`} tone={looks[action].tone}>
      <span aria-hidden>{looks[action].sign}</span>
      {rowsInWords(entity, count)} <span className="font-normal">{action}</span>
    </Badge>
  ));
}
