import { readConfigurationLines } from "@/lib/verify/configuration-lines";
import { listedStates, type Wanted } from "@/lib/verify/listed-states";
import { planSchema, type Plan } from "@/lib/verify/plan";

import type { Client } from "./client";
import { Failure, misuse } from "./failure";
import { readTextFile } from "./files";
import { readRelease, readReleases } from "./read-releases";

export type Subject =
  | { readonly kind: "release"; readonly name: string }
  | { readonly kind: "channel"; readonly name: string; readonly product: string };

/** The release of a name, or else the channel. @throws Failure that says what there is */
export async function findSubject(
  client: Client,
  name: string,
  product: string | undefined,
): Promise<Subject> {
  const releases = await readReleases(client);
  if (releases.some((release) => release.name === name)) return { kind: "release", name };
  const { channels } = (await client.get<{ channels: { name: string; product: string }[] }>("channels")).body;
  const products = channels
    .filter((channel) => channel.name === name && (product === undefined || channel.product === product))
    .map((channel) => channel.product);
  const [only, ...others] = products;
  if (only === undefined) throw new Failure(`There is neither a release nor a channel "${name}"`);
  if (others.length === 0) return { kind: "channel", name, product: only };
  throw misuse(`${products.join(", ")} have a channel "${name}": say which with --product`);
}

/** What is to be verified by the configuration of the service. */
export async function readPlan(client: Client, subject: Subject): Promise<Plan> {
  const { kind, name } = subject;
  const query = new URLSearchParams(
    kind === "release" ? { release: name } : { product: subject.product, channel: name },
  );
  const { body } = await client.get<unknown>(`verification-plan?${query.toString()}`);
  const plan = planSchema.safeParse(body);
  if (plan.success) return plan.data;
  throw new Failure("The service describes what is to be verified in another way: is it of this version?");
}

/** What is to be verified by one of update-verify's configurations. @param release what clients are to get; null: an update */
export async function readListed(client: Client, file: string, release: string | null): Promise<Plan> {
  const { shipped, unreadable } = readConfigurationLines(readTextFile(file));
  const [first] = unreadable;
  if (first) throw new Failure(`${file}:${first.line}: ${first.detail}`);
  if (shipped.length === 0) throw new Failure(`${file} lists no client`);
  const wanted: Wanted = release === null ? null : await readRelease(client, release);
  return { revision: 0, states: listedStates(shipped, wanted), files: [], faults: [], skipped: {} };
}
