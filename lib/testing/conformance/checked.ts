import { keyOf, type RowChange } from "@/lib/changes/row";
import { checkChanges } from "@/lib/configuration/check";
import type { Configuration } from "@/lib/configuration/configuration";
import { acceptableFindings } from "@/lib/configuration/finding";

/** What the service would refuse of a configuration that replaces everything, hosts and owners of releases aside. */
export function refusalsOf(configuration: Configuration): string[] {
  const world = {
    products: new Map(),
    channels: [],
    releases: new Map(),
    rules: new Map(),
    pins: [],
    people: [],
    policies: [],
    allowedDomains: [],
    shutOffs: [],
  };
  const findings = checkChanges(createdRows(configuration), world, {
    accept: acceptableFindings,
    wholeConfiguration: true,
  });
  return findings
    .filter(({ severity }) => severity === "error")
    .map(({ pointer, code, detail }) => `${pointer} ${code}: ${detail}`);
}

function createdRows(configuration: Configuration): RowChange[] {
  const created = (entity: RowChange["entity"], rows: readonly object[], origin: string) =>
    rows.map((row, i) => ({
      entity,
      key: keyOf(entity, row as never),
      before: null,
      after: { ...row, rowVersion: 1 },
      origin: `${origin}/${i}`,
    })) as unknown as RowChange[];
  return [
    ...created("product", configuration.products, "/products"),
    ...created("channel", configuration.channels, "/channels"),
    ...created("allowedDomain", configuration.allowedDomains, "/allowedDomains"),
    ...created("release", configuration.releases, "/releases"),
    ...configuration.releases.flatMap(({ name, builds }, i) =>
      created(
        "build",
        builds.map((build) => ({ ...build, release: name })),
        `/releases/${i}/builds`,
      ),
    ),
    ...created("rule", configuration.rules, "/rules"),
    ...created("pin", configuration.pins, "/pins"),
    ...created("shutOff", configuration.shutOffs, "/shutOffs"),
  ];
}
