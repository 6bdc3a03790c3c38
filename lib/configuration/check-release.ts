import { clientsOwnAttributes } from "@/lib/releases/attributes";
import type { ApplicationContent, AttributeGroup, Build, Release } from "@/lib/releases/release";
import { parseBuildIDCondition } from "@/lib/rules/comparison";
import { parseVersionCondition } from "@/lib/rules/version-condition";
import type { VersionOrder } from "@/lib/versions/version";

import { checkAddons, checkAlias } from "./check-addons";
import { checkCondition } from "./check-condition";
import { checkUrl, reportHost, type Hosts, type Path } from "./check-url";
import type { Report } from "./finding";
import { groupsMeet } from "./meet";
import type { World } from "./world";

const patchesOwn: ReadonlySet<string> = new Set(["type", "URL", "hashFunction", "hashValue", "size"]);

export function checkRelease(
  release: Release,
  { order, hosts, world }: { order: VersionOrder; hosts: Hosts; world: World },
  report: Report,
): void {
  const { content, product } = release;
  switch (content.kind) {
    case "application":
      checkApplication(content, { product, order, hosts }, report);
      break;
    case "plugins":
    case "system-addons":
      checkAddons(content, { product, hosts }, report);
      break;
    case "json":
      for (const [target, { url }] of Object.entries(content.files)) {
        checkUrl(url, ["content", "files", target, "url"], { product, hosts }, report);
      }
      break;
    case "bundle":
      for (const [index, name] of content.releases.entries()) {
        if (world.releases.has(name)) continue;
        const detail = `There is no release "${name}": the bundle skips it`;
        report("warning", "unknown-release", ["content", "releases", index], detail);
      }
      break;
    case "desupport":
  }
}

function checkApplication(
  content: ApplicationContent,
  { product, order, hosts }: { product: string; order: VersionOrder; hosts: Hosts },
  report: Report,
): void {
  checkAttributes(content.attributes, ["content", "attributes"], report);
  checkGroups(content, order, report);
  checkTargetAliases(content.buildTargets, report);
  for (const { path, template } of templatesOf(content)) {
    if (!hosts.isAllowedHost(template, product)) reportHost(template, product, path, report);
  }
  if (content.attributes["detailsURL"] === undefined && !groupsHave(content, "detailsURL")) {
    const detail = "Without detailsURL clients show a link to their vendor's pages: add one";
    report("warning", "no-details-url", ["content", "attributes"], detail);
  }
}

function templatesOf({ urlTemplates }: ApplicationContent): { path: Path; template: string }[] {
  return Object.entries(urlTemplates).flatMap(([channel, block]) =>
    (["complete", "partial"] as const).flatMap((type) =>
      Object.entries(block[type]).map(([from, template]) => ({
        path: ["content", "urlTemplates", channel, type, from],
        template,
      })),
    ),
  );
}

function groupsHave({ attributeGroups }: ApplicationContent, name: string): boolean {
  return attributeGroups.some(({ fields }) => fields[name] !== undefined);
}

function checkAttributes(attributes: Readonly<Record<string, string>>, path: Path, report: Report): void {
  for (const name of Object.keys(attributes)) {
    if (!clientsOwnAttributes.includes(name)) continue;
    const detail = `"${name}" is written by clients themselves: leave it out`;
    report("error", "bad-attribute", [...path, name], detail);
  }
}

function checkGroups({ attributeGroups }: ApplicationContent, order: VersionOrder, report: Report): void {
  for (const [index, group] of attributeGroups.entries()) {
    const path = ["content", "attributeGroups", index];
    checkAttributes(group.fields, [...path, "fields"], report);
    checkConditions(group.for, [...path, "for"], order, report);
    for (const [other, earlier] of attributeGroups.slice(0, index).entries()) {
      const shared = Object.keys(group.fields).filter((name) => Object.hasOwn(earlier.fields, name));
      if (shared.length === 0 || !groupsMeet(group.for, earlier.for, order)) continue;
      const detail = `Group ${other} sets ${shared.join(", ")} too, and a client can be in both: make their conditions exclude each other`;
      report("error", "ambiguous-attribute", [...path, "fields"], detail);
    }
  }
}

function checkConditions(
  { versions = [], buildIDs = [] }: AttributeGroup["for"],
  path: Path,
  order: VersionOrder,
  report: Report,
): void {
  for (const [index, text] of versions.entries()) {
    checkCondition(() => parseVersionCondition(text, order), [...path, "versions", index], report);
  }
  for (const [index, text] of buildIDs.entries()) {
    checkCondition(() => parseBuildIDCondition(text), [...path, "buildIDs", index], report);
  }
}

function checkTargetAliases(targets: ApplicationContent["buildTargets"], report: Report): void {
  for (const [target, { alias }] of Object.entries(targets)) {
    if (alias === undefined) continue;
    const path = ["content", "buildTargets", target, "alias"];
    checkAlias(
      target,
      alias,
      (name) => targets[name]?.alias,
      (detail) => {
        report("error", "alias-cycle", path, detail);
      },
    );
  }
}

export function checkBuild(build: Build, place: { product: string; hosts: Hosts }, report: Report): void {
  checkAttributes(build.attributes, ["attributes"], report);
  for (const [index, { url, attributes }] of build.patches.entries()) {
    const path = ["patches", index];
    if (url !== null) checkUrl(url, [...path, "url"], place, report);
    for (const name of Object.keys(attributes)) {
      if (!patchesOwn.has(name)) continue;
      const detail = `A patch has a field of its own for "${name}": set that instead`;
      report("error", "bad-attribute", [...path, "attributes", name], detail);
    }
  }
}
