import { compileSnapshot, type Snapshot, type SnapshotInput } from "@/lib/decision/snapshot";
import { statementOf, type Invariant } from "@/lib/invariants/invariant";
import { mostTold, type FoundByCanary, type VerdictDetail } from "@/lib/nodes/verdict";
import { faultInXml } from "@/lib/protocol/well-formed";

import type { ExpectedAnswer } from "./expected-answers";
import { checkInvariant, follower, type Broken } from "./invariants";
import { brokenInWords } from "./problems-invariants";

type Asked = {
  readonly invariants: readonly Invariant[];
  readonly channels: readonly { readonly product: string; readonly name: string }[];
  /** For how many clients invariants did not hold at the last revision that was let pass. */
  readonly known: Readonly<Record<string, number>>;
};

/**
 * Whether the invariants hold for what a canary serves. Shut-offs don't count: they come and go without waiting for
 * anybody. What was let pass once stops nothing else, until it gets worse.
 */
export function checkWave(
  input: SnapshotInput,
  { invariants, channels, known }: Asked,
): Omit<VerdictDetail, "answers"> {
  const snapshot = compileSnapshot({ ...input, shutOffs: [] });
  const follow = follower(snapshot);
  const enabled = invariants.filter((one) => one.enabled);
  const failures: FoundByCanary[] = [];
  const warnings: FoundByCanary[] = [];
  const broken: Record<string, number> = {};
  for (const invariant of enabled) {
    const checked = checkInvariant(snapshot, invariant, { follow, channels });
    if (checked.broken.length === 0) continue;
    const found = foundOf(invariant, checked.broken);
    const clients = countClients(checked.broken);
    if (invariant.enforcement === "blocks") broken[invariant.name] = clients;
    const stops = invariant.enforcement === "blocks" && clients > (known[invariant.name] ?? 0);
    (stops ? failures : warnings).push(found);
  }
  return {
    invariants: enabled.length,
    failures: failures.slice(0, mostTold),
    warnings: warnings.slice(0, mostTold),
    broken,
  };
}

function foundOf(invariant: Invariant, broken: readonly Broken[]): FoundByCanary {
  const detail = brokenInWords(invariant, broken).slice(0, 1_000);
  return { name: invariant.name, product: statementOf(invariant).product, detail };
}

function countClients(broken: readonly Broken[]): number {
  return broken.reduce((sum, { locales }) => sum + Math.max(1, locales.length), 0);
}

const fileAddress = /\sURL="([^"]+)"/g;

/** What is wrong with answers as they are computed: clients could not read them, or would fetch from elsewhere. */
export function faultsInAnswers(snapshot: Snapshot, answers: readonly ExpectedAnswer[]): FoundByCanary[] {
  const found = new Map<string, FoundByCanary>();
  for (const answer of answers) {
    const fault = faultIn(snapshot, answer);
    const { product, path } = answer;
    if (fault === null || found.has(product)) continue;
    found.set(product, { name: "answers", product, detail: `${fault}, e.g. to ${path}`.slice(0, 1_000) });
  }
  return [...found.values()].slice(0, mostTold);
}

function faultIn({ input, isAllowed }: Snapshot, { status, body }: ExpectedAnswer): string | null {
  if (status !== 200) return `Clients are answered with status ${status}`;
  const fault = faultInXml(body);
  if (fault !== null) return `Clients get what is no XML, ${fault}`;
  const addresses = [...body.matchAll(fileAddress)].map(([, address = ""]) =>
    address.replaceAll("&amp;", "&"),
  );
  const stray = addresses.find((address) => !input.products.some(({ name }) => isAllowed(address, name)));
  return stray === undefined ? null : `Clients are sent to ${stray}, which is on no allowed domain`;
}
