import { constants } from "node:os";
import { fileURLToPath } from "node:url";

import type { NodeSettings } from "@/lib/env";
import type { Verdict } from "@/lib/nodes/verdict";

import { superviseProcess, type SupervisedProcess } from "./child-process";

type Settings = Pick<NodeSettings, "AUS_CANARY" | "AUS_WAIT_FOR_CANARIES">;

/** Milliseconds that this node waits for canaries; it does not where it is one. */
export function waitForCanaries({ AUS_CANARY, AUS_WAIT_FOR_CANARIES }: Settings): number {
  return AUS_CANARY === "1" ? 0 : AUS_WAIT_FOR_CANARIES * 1_000;
}

/** The process that checks what this node answers; null where it is no canary. */
export function startCanary(
  { AUS_CANARY }: Settings,
  onVerdict: () => void,
): SupervisedProcess<Verdict> | null {
  if (AUS_CANARY === "0") return null;
  return superviseProcess<Verdict>(fileURLToPath(new URL("./canary.mjs", import.meta.url)), {
    name: "canary",
    priority: constants.priority.PRIORITY_BELOW_NORMAL,
    onMessage: onVerdict,
  });
}
