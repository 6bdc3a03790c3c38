import type { UpdateQuery } from "@/lib/protocol/request";

import type { AskedValues } from "./considered-rules";

/** What a request says, by condition. */
export function askedValues(query: UpdateQuery): AskedValues {
  const values = {
    product: query.product,
    channel: query.channel,
    version: query.version,
    buildID: query.buildID,
    buildTarget: query.buildTarget,
    locale: query.locale,
    osVersion: query.osVersion,
    distribution: query.distribution,
    distVersion: query.distVersion,
    instructionSet: query.instructionSet,
    memory: query.memory === null ? null : String(query.memory),
    headerArchitecture: query.headerArchitecture,
    mig64: yesOrNo(query.mig64),
    jaws: yesOrNo(query.jaws),
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === null || value === "" ? [] : [[name, value]],
    ),
  );
}

function yesOrNo(value: boolean | null): string | null {
  if (value === null) return null;
  return value ? "yes" : "no";
}
