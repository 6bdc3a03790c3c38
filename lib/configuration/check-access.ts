import { holdsRole } from "@/lib/access/can";
import type { User } from "@/lib/access/role";
import { changesOf, type RowChange } from "@/lib/changes/row";
import { addressProblem, isPurge } from "@/lib/hooks/adapter";
import type { Hook } from "@/lib/hooks/hook";
import type { Policy } from "@/lib/policies/policy";
import { shortageOf, type Shortage } from "@/lib/policies/satisfiable";

import { unknownProduct } from "./check-rule";
import { everything } from "./configuration";
import type { Report, ReportAt } from "./finding";
import type { World } from "./world";

type Circumstances = {
  readonly before: World;
  readonly after: World;
  readonly now?: Date;
  readonly trusted?: boolean;
};

/** What would be wrong with who may act. */
export function checkAccess(
  changes: readonly RowChange[],
  circumstances: Circumstances,
  reportAt: ReportAt,
): void {
  for (const change of changesOf(changes, "policy")) {
    if (change.after) checkPolicy(change.after, circumstances.after, reportAt(change));
  }
  for (const change of changesOf(changes, "token")) checkToken(change, circumstances, reportAt(change));
  for (const change of changesOf(changes, "hook")) {
    checkProducts(change, circumstances.after, reportAt(change));
    if (change.after) checkHook(change.after, reportAt(change));
  }
  checkPeople(changesOf(changes, "user"), circumstances, reportAt);
}

function checkHook({ adapter, url, events }: Hook, report: Report): void {
  const problem = addressProblem(adapter, url);
  if (problem !== null) report("error", "bad-address", ["url"], problem);
  if (isPurge(adapter) && (events.length !== 1 || events[0] !== "enacted")) {
    report("error", "bad-address", ["events"], 'A cache is purged of what was enacted: name "enacted" alone');
  }
}

function checkPolicy(policy: Policy, after: World, report: Report): void {
  if (policy.product !== everything && !after.products.has(policy.product)) {
    report("error", "unknown-product", ["product"], unknownProduct(policy.product));
  }
  if (policy.subject === "access" && policy.channel !== everything) {
    const detail = 'Who may act does not depend on channels: write "*" as the channel';
    report("error", "bad-channel", ["channel"], detail);
  }
  const shortage = findShortage(policy, after);
  if (shortage) {
    report("error", "unsatisfiable-policy", [fieldOf[shortage.role]], tellShortage(policy, shortage));
  }
}

const fieldOf = { driver: "drivers", manager: "managers", admin: "admins" } as const;

function findShortage(policy: Policy, { policies, people, products }: World): Shortage | null {
  return shortageOf(policy, policies, { people, products: [...products.keys()] });
}

/** Why a policy that a change wants, or still has, could not be satisfied, and what helps. */
export function tellShortage(
  { subject, product, channel }: Pick<Policy, "subject" | "product" | "channel">,
  { role, needed, found, product: of }: Shortage,
): string {
  const owner = of === everything ? "every product" : of;
  const what = `The policy for ${subject} of ${product} on ${channel}`;
  const holders = found === 1 ? "1 person holds it" : `${found} people hold it`;
  return `${what} needs ${needed} people who are at least ${role} of ${owner}, and ${holders}: give the role to more, or ask for fewer`;
}

const channelPattern = /^(\*|[^\s/*][^/*\n\r]*\*?)$/;

function checkToken(
  { before, after }: RowChange<"token">,
  { after: world, now, trusted = false }: Circumstances,
  report: Report,
): void {
  if (!after) return;
  checkProducts({ before, after }, world, report);
  if (!channelPattern.test(after.channel)) {
    report("error", "bad-channel", ["channel"], 'Write a channel, a prefix followed by "*", or "*"');
  }
  if (before?.expiresAt === after.expiresAt) return;
  const problem = expiryProblem(after.expiresAt, { now, trusted });
  if (problem !== null) report("error", "bad-expiry", ["expiresAt"], problem);
}

/** New products of a row have to be there. */
function checkProducts(
  { before, after }: Record<"before" | "after", { readonly products: readonly string[] } | null>,
  world: World,
  report: Report,
): void {
  for (const [index, product] of (after?.products ?? []).entries()) {
    if (world.products.has(product) || before?.products.includes(product)) continue;
    report("error", "unknown-product", ["products", index], unknownProduct(product));
  }
}

function expiryProblem(
  expiresAt: string | null,
  { now, trusted }: { now: Date | undefined; trusted: boolean },
): string | null {
  if (expiresAt === null) return trusted ? null : "A token has to expire: name a time";
  const isPast = now !== undefined && Date.parse(expiresAt) <= now.getTime();
  return isPast ? "This time has passed: name one that lies ahead" : null;
}

function checkPeople(
  changes: readonly RowChange<"user">[],
  { before, after }: Circumstances,
  reportAt: ReportAt,
): void {
  const [first] = changes;
  if (!first) return;
  for (const change of changes) checkGrants(change, after, reportAt(change));
  if (hasAdmin(before.people) && !hasAdmin(after.people)) {
    const detail =
      "Nobody would be administrator of every product any more: give the role to somebody else first";
    reportAt(changes.find((change) => wasAdmin(change.before)) ?? first)(
      "error",
      "last-admin",
      ["grants"],
      detail,
    );
  }
  checkPoliciesLeft(changes.find((change) => change.before !== null) ?? first, { before, after }, reportAt);
}

/** Policies that could be satisfied have to stay so. */
function checkPoliciesLeft(
  culprit: RowChange<"user">,
  { before, after }: Circumstances,
  reportAt: ReportAt,
): void {
  for (const policy of after.policies) {
    const shortage = findShortage(policy, after);
    const isOld = before.policies.includes(policy) && findShortage(policy, before) !== null;
    if (!shortage || isOld) continue;
    reportAt(culprit)("error", "unsatisfiable-policy", ["grants"], tellShortage(policy, shortage));
  }
}

function checkGrants({ before, after }: RowChange<"user">, world: World, report: Report): void {
  for (const [index, { product }] of (after?.grants ?? []).entries()) {
    const isKnown = product === everything || world.products.has(product);
    if (isKnown || before?.grants.some((grant) => grant.product === product)) continue;
    report("error", "unknown-product", ["grants", index, "product"], unknownProduct(product));
  }
}

function hasAdmin(people: readonly User[]): boolean {
  return people.some(wasAdmin);
}

function wasAdmin(user: User | null): boolean {
  return user !== null && !user.disabled && holdsRole(user.grants, "admin", null);
}
