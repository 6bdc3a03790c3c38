import { fallbackChannelOf, parseUpdateUrl } from "@/lib/protocol/request";
import { ruleFieldsSchema, type RuleFields } from "@/lib/rules/rule";
import { compareVersionTexts, parseVersion } from "@/lib/versions/version";

import { asBefore, deriveDecisionList, lookUp, noUpdate } from "./decision-list";
import type { Label, LabelledPoint, LabelledRegion } from "./decision-list";
import type { Demand } from "./demand";
import { groupBy } from "./group-by";
import type { ReleaseNode } from "./release-node";
import { stateKey, updateUrl } from "./tree";

/** A rule of the plan, without its priority: the rules before it have higher ones. */
export type PlannedRule = {
  readonly conditions: Pick<
    RuleFields,
    "product" | "channel" | "version" | "buildTarget" | "buildID" | "locale"
  >;
  /** Null: no update, on purpose. */
  readonly node: ReleaseNode | null;
  readonly updateType: "minor" | "major";
};

/** Which release answers a state. */
export type Placement = (state: Demand["state"]) => ReleaseNode | null;

/** The rules for all demands, the most particular first. */
export function planRules(demands: readonly Demand[], placement: Placement): PlannedRule[] {
  const products = groupBy(demands, ({ state }) => state.product);
  return [...products].flatMap(([product, ofProduct]) => planProduct(product, ofProduct, placement));
}

function planProduct(product: string, demands: readonly Demand[], placement: Placement): PlannedRule[] {
  const labels = new Labels(placement);
  const versions = new Map(demands.map((demand) => [versionKey(demand), askedVersion(demand)]));
  const channels = groupBy(demands, ({ state }) => state.channel);
  const isPartner = (channel: string) => fallbackChannelOf(channel) !== channel;
  const plain = [...channels].filter(([channel]) => !isPartner(channel)).sort(byName);
  const partners = [...channels].filter(([channel]) => isPartner(channel)).sort(byName);
  const lists = new Map<string, LabelledRegion[]>();
  for (const [channel, own] of [...plain, ...partners]) {
    const below = isPartner(channel) ? (lists.get(fallbackChannelOf(channel)) ?? []) : [];
    // A version that cannot be read stands in no condition, and no release is an upgrade for it.
    const points = own.filter(isReadable).map((demand) => labels.point(demand));
    lists.set(channel, deriveDecisionList(points.map((point) => hiding(point, below))));
  }
  // A partner's rules must come before those of the plain channel, which match its clients as well.
  return [...partners, ...plain].flatMap(([channel]) =>
    (lists.get(channel) ?? []).map(({ region, label }) => ({
      conditions: {
        product,
        channel,
        version: region.versions
          .map((key) => versions.get(key) ?? key)
          .sort(byVersion)
          .join(","),
        buildTarget: region.buildTarget,
        buildID: region.buildID,
        locale: region.locales?.join(",") ?? null,
      },
      ...labels.meaning(label),
    })),
  );
}

/** A point whose answer the plain channel's rules give already needs no rule, and must not be hidden by one. */
function hiding(point: LabelledPoint, below: readonly LabelledRegion[]): LabelledPoint {
  return lookUp(below, point) === point.label ? { ...point, label: asBefore } : point;
}

/** Labels of states, and what they mean. */
class Labels {
  readonly #meanings = new Map<Label, Pick<PlannedRule, "node" | "updateType">>();
  readonly #numbers = new Map<ReleaseNode, number>();

  constructor(readonly placement: Placement) {}

  point(demand: Demand): LabelledPoint {
    const { buildTarget, buildID, locale } = demand.state;
    return { version: versionKey(demand), buildTarget, buildID, locale, label: this.#label(demand) };
  }

  meaning(label: Label): Pick<PlannedRule, "node" | "updateType"> {
    return this.#meanings.get(label) ?? { node: null, updateType: "minor" };
  }

  #label({ state, offer }: Demand): Label {
    const node = offer && this.placement(state);
    if (!node) return noUpdate;
    const number = this.#numbers.get(node) ?? this.#numbers.size;
    this.#numbers.set(node, number);
    const label = `${String(number).padStart(6, "0")} ${offer.updateType}`;
    this.#meanings.set(label, { node, updateType: offer.updateType });
    return label;
  }
}

/** The client's version as rules meet it. */
function askedVersion({ state }: Demand): string {
  const request = parseUpdateUrl(updateUrl(state));
  return request.kind === "query" ? request.query.version : state.version;
}

function isReadable(demand: Demand): boolean {
  return parseVersion(askedVersion(demand)) !== null;
}

/** Equal for versions that rules cannot tell apart: 3.6 and 3.6.0. */
function versionKey(demand: Demand): string {
  const version = askedVersion(demand);
  return JSON.stringify(parseVersion(version) ?? version);
}

function byVersion(a: string, b: string): number {
  return compareVersionTexts(a, b, "mozilla") ?? (a < b ? -1 : 1);
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** A planned rule with everything that a rule has. */
export function writeRule(rule: PlannedRule, priority: number, mapping: string | null): RuleFields {
  return ruleFieldsSchema.parse({
    ...rule.conditions,
    updateType: rule.updateType,
    mapping,
    priority,
    comment: "Imported from snippets",
  });
}

/** Looks placements up by state. */
export function placementOf(nodes: readonly ReleaseNode[]): Placement {
  const byState = new Map<string, ReleaseNode>();
  for (const node of nodes) {
    for (const { state } of node.draft?.demands ?? []) byState.set(stateKey(state), node);
  }
  return (state) => byState.get(stateKey(state)) ?? null;
}
