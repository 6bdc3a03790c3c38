import { everything, type ConfiguredRelease, type ShutOff } from "@/lib/configuration/configuration";
import { decide } from "@/lib/decision/decide";
import type { Decision } from "@/lib/decision/decision";
import type { Snapshot } from "@/lib/decision/snapshot";
import { fallbackChannelOf, parseUpdateUrl, type UpdateQuery } from "@/lib/protocol/request";
import { applicationVersion, releaseVersion } from "@/lib/releases/release";
import type { Build, ReleaseContent } from "@/lib/releases/release";
import { selectRule } from "@/lib/rules/compile";
import { matchesChannel } from "@/lib/rules/match";
import type { Rule } from "@/lib/rules/rule";
import { compareVersionTexts, type VersionOrder } from "@/lib/versions/version";

/** What an ordinary client of a channel is offered: one without a partner's distribution, screen reader or old system. */
export type Served = {
  readonly product: string;
  readonly channel: string;
  /** Why updates are off; null when they are on. */
  readonly off: string | null;
  /** The rule that decides; null when none matches. */
  readonly rule: Pick<Rule, "id" | "alias" | "backgroundRate"> | null;
  /** The release for clients inside the background rate, or null. While updates are off: the one they will get again. */
  readonly release: ServedRelease | null;
  /** The release for the other clients; null: none, or there are no others. */
  readonly fallback: ServedRelease | null;
  /** How many other enabled rules have a say on this channel: watersheds, holds, notices. */
  readonly otherRules: number;
};

export type ServedRelease = { readonly name: string; readonly version: string | null };

/** A client's state that decides nothing by itself but the version. */
type Asking = { readonly version: string; readonly buildTarget: string; readonly locale: string };

/**
 * Asks as clients of every version that the channel's rules lead to, the newest first, until one is offered
 * something. For add-ons, the versions are those of the applications on that channel.
 */
export function servedNow(snapshot: Snapshot, product: string, channel: string): Served {
  const rules = snapshot
    .product(product)
    .book.rules.map(({ rule }) => rule)
    .filter((rule) => reaches(rule, channel));
  const shutOff = shutOffOf(snapshot, product, channel);
  const found = firstOffer(snapshot, clientsOf(snapshot, product, channel, rules), shutOff !== null);
  return {
    product,
    channel,
    off: shutOff && (shutOff.reason || "No reason was given."),
    ...(found ?? { rule: null, release: null, fallback: null }),
    otherRules: rules.length - (found ? 1 : 0),
  };
}

/** What stops every client of a channel; shut-offs of some of them leave the ordinary client alone. */
function shutOffOf({ input }: Snapshot, product: string, channel: string): ShutOff | null {
  const channels = [everything, channel, fallbackChannelOf(channel)];
  const stops = (off: ShutOff) =>
    [everything, product].includes(off.product) &&
    channels.includes(off.channel) &&
    (off.buildTarget ?? off.version ?? off.locale) === null;
  return input.shutOffs.find(stops) ?? null;
}

/** Clients that the rules could lead somewhere, the newest first. */
function clientsOf(
  snapshot: Snapshot,
  product: string,
  channel: string,
  rules: readonly Rule[],
): UpdateQuery[] {
  const releases = mappedReleases(snapshot, rules);
  const isVersioned = releases.some(
    ({ content }) => content.kind === "application" || content.kind === "json",
  );
  const states = isVersioned
    ? releases
    : mappedReleases(
        snapshot,
        snapshot.input.rules.filter((rule) => rule.enabled && reaches(rule, channel)),
      );
  const form = releases.some(({ content }) => content.kind === "json") ? "json" : "xml";
  const newest = newestFirst(states.map(stateOf), snapshot.product(product).order);
  // JSON products are offered to older versions only, and there need be no older release.
  const oldest = newest.slice(-1).map((state) => ({ ...state, version: "0.0" }));
  return [...newest, ...(form === "json" ? oldest : [])].flatMap((state) =>
    queryFor(form, product, channel, state),
  );
}

function reaches({ channel: condition }: Rule, channel: string): boolean {
  return (
    condition === null || matchesChannel(condition, { channel, fallbackChannel: fallbackChannelOf(channel) })
  );
}

function mappedReleases(snapshot: Snapshot, rules: readonly Rule[]): ConfiguredRelease[] {
  const names = new Set(rules.flatMap(({ mapping, fallbackMapping }) => [mapping, fallbackMapping]));
  return [...names].flatMap((name) => {
    const release = name === null ? null : snapshot.release(name);
    return release ? [release.release] : [];
  });
}

/** A client of the release's own version, but of an older build, is offered it where the rules lead there. */
function stateOf(release: ConfiguredRelease): Asking {
  const { content, builds } = release;
  const build = builds.find(({ locale }) => locale === "en-US") ?? builds[0];
  return {
    version: releaseVersion(release) ?? buildVersion(content, build) ?? "0.0",
    buildTarget: build?.buildTarget ?? fileTarget(content),
    locale: build?.locale ?? "en-US",
  };
}

function buildVersion(content: ReleaseContent, build: Build | undefined): string | null {
  return content.kind === "application" && build
    ? applicationVersion(content.dialect, build.attributes)
    : null;
}

function fileTarget(content: ReleaseContent): string {
  const [first] = content.kind === "json" ? Object.keys(content.files) : [];
  return first ?? "WINNT_x86_64-msvc";
}

function newestFirst(states: readonly Asking[], order: VersionOrder): Asking[] {
  return [...states].sort((a, b) => compareVersionTexts(b.version, a.version, order) ?? 0);
}

function queryFor(form: "xml" | "json", product: string, channel: string, asking: Asking): UpdateQuery[] {
  const { version, buildTarget, locale } = asking;
  const path =
    form === "json"
      ? ["json", "1", product, version, buildTarget, channel, "update.json"]
      : ["update", "3", product, version, "0", buildTarget, locale, channel].concat(
          "default",
          "default",
          "default",
          "update.xml",
        );
  const request = parseUpdateUrl(`/${path.map(encodeURIComponent).join("/")}`);
  return request.kind === "query" ? [request.query] : [];
}

type Offer = Pick<Served, "rule" | "release" | "fallback">;

/** The newest client that is offered something; for want of one, the newest that a rule decides about. */
function firstOffer(snapshot: Snapshot, queries: readonly UpdateQuery[], isOff: boolean): Offer | null {
  let decided: Offer | null = null;
  for (const query of queries) {
    if (isOff) {
      const rule = selectRule(snapshot.product(query.product).book, query);
      if (rule) return { rule, release: named(snapshot, rule.mapping), fallback: fallbackOf(snapshot, rule) };
      continue;
    }
    const decision = decide(snapshot, { ...query, force: "1" }, () => 0);
    const offer = toOffer(snapshot, decision);
    if (offer?.release) return offer;
    decided ??= offer;
  }
  return decided;
}

function toOffer(snapshot: Snapshot, { rule, outcome }: Decision): Offer | null {
  if (!rule) return null;
  const release = outcome.kind === "nothing" ? null : named(snapshot, outcome.release.release.name);
  return { rule, release, fallback: fallbackOf(snapshot, rule) };
}

function fallbackOf(snapshot: Snapshot, rule: Rule): ServedRelease | null {
  return rule.backgroundRate < 100 ? named(snapshot, rule.fallbackMapping) : null;
}

function named(snapshot: Snapshot, name: string | null): ServedRelease | null {
  if (name === null) return null;
  const release = snapshot.release(name)?.release;
  return { name, version: release ? releaseVersion(release) : null };
}
