import { z } from "zod";

import { requireFit, versionFor } from "./known-release";
import { parameters } from "./parameters";
import { topPriority, watershedPriority } from "./place-rule";
import { creationOf } from "./plan";
import { findTarget } from "./target";
import { template } from "./template";

const { product, channel, release, notice, last, version, osVersion, buildTarget, priority } = parameters;

export const watershed = template({
  name: "watershed",
  title: "Watershed",
  note: "Older clients get one release first, before what the channel gives all others.",
  parameters: z.strictObject({
    product,
    channel,
    release,
    version: version.optional(),
    osVersion: osVersion.optional(),
    buildTarget: buildTarget.optional(),
    priority: priority.optional(),
  }),
  plan: ({ release: mapping, version: given, priority: wanted, ...conditions }, around) => {
    requireFit(around, mapping, { field: "release", product: conditions.product });
    const below = versionFor(around, { release: mapping, version: given, field: "version" });
    const { serving } = findTarget(around.rules, conditions);
    const place = wanted ?? watershedPriority(serving, below, around.releases);
    const made = creationOf(
      { ...conditions, version: `<${below}`, mapping, priority: place },
      around.releases,
    );
    return { sentence: made.after ?? "", edits: [made] };
  },
});

export const desupport = template({
  name: "desupport",
  title: "End of support",
  note: "Clients of systems that are no longer supported get the last release that runs there, then a notice.",
  parameters: z.strictObject({
    product,
    channel,
    osVersion,
    notice,
    last: last.optional(),
    buildTarget: buildTarget.optional(),
  }),
  plan: ({ notice: shown, last: mapping, ...conditions }, around) => {
    const { releases } = around;
    requireFit(around, shown, { field: "notice", product: conditions.product, kind: "desupport" });
    const { serving } = findTarget(around.rules, conditions);
    const top = topPriority(serving);
    if (mapping === undefined) {
      const made = creationOf({ ...conditions, mapping: shown, priority: top }, releases);
      return { sentence: made.after ?? "", edits: [made] };
    }
    requireFit(around, mapping, { field: "last", product: conditions.product });
    const from = versionFor(around, { release: mapping, field: "last" });
    const edits = [
      creationOf({ ...conditions, version: `>=${from}`, mapping: shown, priority: top }, releases),
      creationOf(
        {
          ...conditions,
          version: `<${from}`,
          mapping,
          priority: watershedPriority(serving, from, releases),
        },
        releases,
      ),
    ];
    return { sentence: edits.map(({ after }) => after).join(" "), edits };
  },
});
