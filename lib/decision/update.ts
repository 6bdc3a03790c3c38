import type { UpdateQuery } from "@/lib/protocol/request";
import { own, patchUrl, templateBlock } from "@/lib/releases/urls";
import type { ReadVersion } from "@/lib/rules/version-condition";
import { isBeyondPin, pinText } from "@/lib/versions/pin";
import { compareLooseVersions, compareVersions, type VersionOrder } from "@/lib/versions/version";

import {
  nothing,
  type ChosenPatch,
  type CompiledBuild,
  type CompiledGroup,
  type CompiledPatch,
  type CompiledRelease,
  type NothingReason,
  type Outcome,
  type PatchUrl,
} from "./decision";
import type { CompiledProduct, Snapshot } from "./snapshot";
import type { Trace } from "./trace";

/** What clients get from an application release: an update, unless they have it or better, or it has no build for them. */
export function decideUpdate(
  snapshot: Snapshot,
  mapped: CompiledRelease,
  query: UpdateQuery,
  trace: Trace | null,
): Outcome {
  const asking = { snapshot, query, trace };
  const build = mapped.build(query.buildTarget, query.locale);
  if (!build) return nothing("the release has no build for this build target and locale");
  const pinned = pinnedRelease(snapshot, build, query, trace);
  if (pinned === null) return serveUpgrade({ release: mapped, build }, asking);
  const release = snapshot.release(pinned);
  const pinnedBuild = release?.build(query.buildTarget, query.locale);
  if (!release || !pinnedBuild) return nothing("the pinned release is no update");
  const outcome = serveUpgrade({ release, build: pinnedBuild }, asking);
  return outcome.kind === "nothing" ? nothing("the pinned release is no update") : outcome;
}

/** The release for clients that asked to stay on a version which this build has left behind; null: the build itself. */
function pinnedRelease(
  snapshot: Snapshot,
  build: CompiledBuild,
  { pin, product, fallbackChannel }: UpdateQuery,
  trace: Trace | null,
): string | null {
  if (!pin) return null;
  const version = build.version?.mozilla;
  const name =
    version && isBeyondPin(version, pin) ? snapshot.pinned(product, fallbackChannel, pinText(pin)) : null;
  trace?.steps.push({
    step: "pin",
    pin: pinText(pin),
    says: name === null ? "no pinned release counts: the mapped one is served" : `${name} is served instead`,
  });
  return name;
}

type Asking = { readonly snapshot: Snapshot; readonly query: UpdateQuery; readonly trace: Trace | null };
type Offer = { readonly release: CompiledRelease; readonly build: CompiledBuild };

function serveUpgrade({ release, build }: Offer, { snapshot, query, trace }: Asking): Outcome {
  const product = snapshot.product(query.product);
  const refusal = whyNoUpgrade(build, query, product.order);
  trace?.steps.push({
    step: "release",
    name: release.release.name,
    says: refusal ?? "is an upgrade for this client",
  });
  if (refusal !== null) return nothing(refusal);
  const templates = templateBlock(release.templateBlocks, query);
  const choice = { snapshot, release, build, query, templates, trace };
  const isSimple = trace === null && release.groups.length === 0 && product.name !== null;
  return isSimple ? knownUpdate(choice, product) : makeUpdate(choice, product);
}

/** As `makeUpdate` for a release without groups of attributes; one object for all clients that get the same. */
function knownUpdate(choice: Choice, product: CompiledProduct): Outcome {
  const { build, query, templates } = choice;
  const source = build.sources.get(query.buildID) ?? "";
  for (const known of build.updates) {
    if (known.source === source && known.templates === templates && known.product === product.name) {
      return known.outcome;
    }
  }
  const made = makeUpdate(choice, product);
  const { oldClients, squashedFor } = build.content;
  const same = !oldClients && squashedFor.length === 0;
  const outcome = made.kind === "update" ? { ...made, same } : made;
  build.updates.push({ source, templates, product: product.name, outcome });
  return outcome;
}

function makeUpdate(choice: Choice, { order }: CompiledProduct): Outcome {
  const { release, build, query, templates } = choice;
  const complete = choosePatch(build.complete, choice);
  const partial = choosePatch(build.partial, choice);
  if (complete.chosen === null && complete.unavailable) return nothing("no complete patch");
  const groups = release.groups.filter(({ applies }) => applies[order]?.(query) ?? false);
  if (choice.trace) noteGroups(choice, groups);
  return {
    kind: "update",
    release,
    build,
    complete: complete.chosen,
    partial: partial.chosen,
    templates,
    groups,
    same: false,
  };
}

/** Never downgrade: the version must be greater, or equal with a greater build ID. Null: it is an upgrade. */
function whyNoUpgrade(
  { version, build }: CompiledBuild,
  query: UpdateQuery,
  order: VersionOrder,
): NothingReason | null {
  if (version === null) return "the release's version is unknown";
  const difference = compareReadVersions(version, query.read, order);
  if (difference === null) return "the client's version cannot be read";
  if (difference < 0) return "the client is newer";
  // Build IDs compare as strings: they are timestamps, and deployed data rely on it.
  if (difference === 0 && (build.buildID ?? "") <= query.buildID) return "the client is as new";
  return null;
}

/** As `compareVersions`; null when either cannot be read in this order. */
export function compareReadVersions(a: ReadVersion, b: ReadVersion, order: VersionOrder): number | null {
  if (order === "loose") return a.loose && b.loose && compareLooseVersions(a.loose, b.loose);
  return a.mozilla && b.mozilla && compareVersions(a.mozilla, b.mozilla);
}

type Choice = Offer & Asking & { readonly templates: string | null };

/**
 * The first patch that applies, has a URL and may be sent.
 *
 * @returns `unavailable` when a patch that applies has no URL at all.
 */
function choosePatch(
  patches: readonly CompiledPatch[],
  choice: Choice,
): { chosen: ChosenPatch | null; unavailable: boolean } {
  let unavailable = false;
  for (let index = 0; index < patches.length; index++) {
    const compiled = patches[index];
    if (!compiled) continue;
    if (compiled.fromBuildIDs && !compiled.fromBuildIDs.has(choice.query.buildID)) {
      if (choice.trace) note(choice, compiled, false, `is for clients of ${compiled.patch.from}`);
      continue;
    }
    const found = urlOf(choice, compiled);
    if ("missing" in found) {
      unavailable = true;
      note(choice, compiled, false, found.missing);
    } else if (!isAllowed(choice, found)) {
      note(choice, compiled, false, `its host is not allowed for ${choice.query.product}: ${found.url}`);
    } else {
      note(choice, compiled, true, found.url);
      return { chosen: { index, url: found.url }, unavailable: false };
    }
  }
  return { chosen: null, unavailable };
}

function urlOf({ build, templates }: Choice, { patch, urls }: CompiledPatch): PatchUrl {
  const known = urls.get(templates);
  if (known) return known;
  const target = own(build.content.buildTargets, build.build.buildTarget);
  const found = patchUrl(build.content, patch, templates, {
    locale: build.build.locale,
    osFtp: target?.osFtp,
    osBouncer: target?.osBouncer,
  });
  const made = "url" in found ? { url: found.url, allowed: new Map<string, boolean>() } : found;
  urls.set(templates, made);
  return made;
}

/** A rule for all products can meet clients that name any: their products must not fill the memory. */
const productsKept = 16;

function isAllowed(
  { snapshot, query }: Choice,
  { url, allowed }: Extract<PatchUrl, { url: string }>,
): boolean {
  const known = allowed.get(query.product);
  if (known !== undefined) return known;
  const result = snapshot.isAllowed(url, query.product);
  if (allowed.size < productsKept) allowed.set(query.product, result);
  return result;
}

function note({ trace, release }: Choice, { patch }: CompiledPatch, taken: boolean, says: string): void {
  trace?.steps.push({
    step: "patch",
    release: release.release.name,
    type: patch.type,
    from: patch.from,
    taken,
    says,
  });
}

function noteGroups({ trace, release, build }: Choice, taken: readonly CompiledGroup[]): void {
  for (const [group, described] of build.content.attributeGroups.entries()) {
    trace?.steps.push({
      step: "group",
      release: release.release.name,
      group,
      taken: taken.some(({ index }) => index === group),
      says: groupInWords(described),
    });
  }
}

function groupInWords({ for: whom, fields }: CompiledBuild["content"]["attributeGroups"][number]): string {
  const conditions = Object.entries(whom).map(([name, values = []]) => `${name} ${values.join(", ")}`);
  const sets = Object.entries(fields).map(([name, value]) => `${name}="${value}"`);
  return `for ${conditions.length === 0 ? "everybody" : conditions.join("; ")}: ${sets.join(" ")}`;
}
