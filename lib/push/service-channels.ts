import { authorize } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import { rowsOfProducts } from "@/lib/analysis/changed-input";
import { doBeside } from "@/lib/analysis/service-worker";
import type { CurrentRows } from "@/lib/configuration/diff";
import { getRevision } from "@/lib/configuration/store";
import { readRows } from "@/lib/configuration/store-rows";
import { consistently } from "@/lib/db/client";
import type { SnapshotInput } from "@/lib/decision/snapshot";
import { Refusal } from "@/lib/errors";
import { releaseVersion } from "@/lib/releases/release";
import { listAllBuilds } from "@/lib/releases/store";
import { snapshotInputAt } from "@/lib/restore/service";
import { toSnapshotInput } from "@/lib/restore/snapshot";
import { servesChannel } from "@/lib/rules/channel";
import type { NamedReleases } from "@/lib/rules/sentence";

import type { ChannelDifferences, Promotion } from "./channel-differences";
import { changedSince, differingRules } from "./differing-rules";
import { mirrorChannel, type MirrorOptions, type TwoChannels } from "./mirror";
import { refuse, rulesAfter } from "./plan";
import { shownPlan } from "./shown-plan";

/**
 * What the clients of two channels of a product get differently.
 *
 * @throws Refusal "not-found" for an unknown product, "invalid" for an unknown channel
 */
export async function compareChannels(actor: Actor, channels: TwoChannels): Promise<ChannelDifferences> {
  authorize(actor, "read", { product: channels.product });
  const { input, releases } = await readProduct(channels);
  const answers = await doBeside("channelDifferences", { before: input, after: input, question: channels });
  const rules = differingRules(input.rules, channels, releases);
  const isSame = answers.changed === 0 && rules.length === 0;
  return { revision: input.revision, ...channels, isSame, rules, answers };
}

export type PromotionRequest = TwoChannels &
  MirrorOptions & {
    /** The revision at which `from` was tested; null: whatever it is now. */
    readonly asOf: number | null;
  };

/**
 * The operations that give clients of the channel `to` what was tested on the channel `from`.
 *
 * @throws Refusal as `compareChannels`; "conflict" when what was tested has changed since; "invalid" as `mirrorChannel`
 */
export async function planPromotion(
  actor: Actor,
  { asOf, others, rate, ...channels }: PromotionRequest,
): Promise<Promotion> {
  authorize(actor, "read", { product: channels.product });
  const { input, releases } = await readProduct(channels);
  if (asOf !== null) await mustBeAsTested(actor, { asOf, input, channels });
  const plan = mirrorChannel({ rules: input.rules, releases }, channels, { others, rate });
  const after = { ...input, rules: rulesAfter(input.rules, plan) };
  const remaining = await doBeside("channelDifferences", { before: after, after, question: channels });
  return { revision: input.revision, ...shownPlan(plan), remaining };
}

type Read = { readonly input: SnapshotInput; readonly releases: NamedReleases };

async function readProduct(channels: TwoChannels): Promise<Read> {
  const { product } = channels;
  const { revision, rows } = await consistently(async (db) => {
    const own = rowsOfProducts(await readRows(db, []), [product]);
    const build = await listAllBuilds(
      db,
      own.release.map(({ name }) => name),
    );
    return { revision: await getRevision(db), rows: { ...own, build } };
  });
  if (rows.product.length === 0) throw new Refusal("not-found", `There is no product "${product}"`);
  mustBeTwo(rows, channels);
  const named = rows.release.map((release) => [
    release.name,
    { product: release.product, kind: release.content.kind, version: releaseVersion(release) },
  ]);
  return {
    input: toSnapshotInput(revision, rows),
    releases: Object.fromEntries(named) as NamedReleases,
  };
}

/** @throws Refusal for a channel that nothing knows: it would seem to get nothing, on purpose */
function mustBeTwo(rows: CurrentRows, { product, from, to }: TwoChannels): void {
  if (from === to) throw refuse("to", `Both are ${from}: name two channels`);
  for (const [field, channel] of Object.entries({ from, to })) {
    const isKnown =
      rows.channel.some(({ name }) => name === channel) ||
      rows.rule.some((rule) => rule.channel !== null && servesChannel(rule, channel));
    if (!isKnown) {
      throw refuse(field, `${product} has no channel ${channel}: add it, or name one that it has`);
    }
  }
}

type Tested = { readonly asOf: number; readonly input: SnapshotInput; readonly channels: TwoChannels };

async function mustBeAsTested(actor: Actor, { asOf, input, channels }: Tested): Promise<void> {
  const { product, from } = channels;
  if (asOf > input.revision) {
    throw refuse("asOf", `There is no revision ${asOf}: the newest is ${input.revision}`);
  }
  if (asOf === input.revision) return;
  const then = await snapshotInputAt(actor, asOf);
  const rules = changedSince(then.rules, input.rules, channels);
  const question = { product, from, to: from };
  const { changed, groups } = await doBeside("channelDifferences", { before: then, after: input, question });
  if (rules.length === 0 && changed === 0) return;
  const [first] = groups;
  const what = [
    ...rules,
    ...(first ? [`${changed} client states, for instance ${first.before} became ${first.after}`] : []),
  ].join("; ");
  const detail = `What was tested on ${from} at revision ${asOf} has changed since: ${what}. Test what is there now, and promote it as of revision ${input.revision}`;
  throw new Refusal("conflict", detail, { errors: [{ pointer: "/asOf", detail }] });
}
