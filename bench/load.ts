import { system } from "@/lib/access/role";
import { createUser, verifyPassword } from "@/lib/access/service";
import { importConfiguration } from "@/lib/configuration/service";
import { disconnect } from "@/lib/db/client";

import { benchConfiguration } from "./configuration";
import { visitor } from "./visitor";

/** Fills the database with the large configuration, the way any change is made, and adds somebody who may look. */
const bench = system("bench");
const began = performance.now();
const configuration = benchConfiguration();
await importConfiguration(bench, {
  target: { mode: "replace", configuration },
  reason: "Measure with a large configuration",
  source: "system",
  dryRun: false,
});
if (!(await verifyPassword(visitor.email, visitor.password))) {
  await createUser(bench, { ...visitor, grants: [{ role: "viewer", product: "*" }] });
}
const builds = configuration.releases.reduce((sum, release) => sum + release.builds.length, 0);
console.log(
  `loaded ${configuration.rules.length} rules, ${configuration.releases.length} releases and ${builds} builds ` +
    `in ${((performance.now() - began) / 1000).toFixed(1)} s`,
);
await disconnect();
