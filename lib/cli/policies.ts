import { Option, type Command } from "commander";

import { defaultPolicies } from "@/lib/policies/defaults";
import { policyKey, policySchema, type Policy } from "@/lib/policies/policy";

import { changeOfRow } from "./access-change";
import { timedOptions, type TimedOptions } from "./change-options";
import { submitChangeSet, type ChangeSet } from "./change-set";
import { connect } from "./client";
import { exitStatus, Failure, misuse, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { printJson, table } from "./output";
import { readPolicies, type StoredPolicy } from "./read-policies";
import type { CommandGroups } from "./registration";

const demands = ["drivers", "managers", "admins"] as const;
type Demands = Partial<Record<(typeof demands)[number], string>>;
type Place = { access?: true };
type SetOptions = TimedOptions & Place & Demands & { comment?: string };
type Key = Pick<Policy, "subject" | "product" | "channel">;

/** `aus policies …` */
export function registerPolicies({ io, program, run }: CommandGroups): void {
  const policies = program.command("policies").description("say who has to sign changes");
  policies
    .command("list")
    .description("the policies")
    .option("--product <name>", "those of one product")
    .option("--json", "print the result as JSON")
    .action(run((options: { product?: string; json?: true }) => list(io, options)));
  timedOptions(demandOptions(placed(policies, "set", "make or change the policy of a channel"))).action(
    run((product: string, channel: string, options: SetOptions) => set(io, product, channel, options)),
  );
  timedOptions(placed(policies, "delete", "delete a policy")).action(
    run((product: string, channel: string, options: TimedOptions & Place) =>
      remove(io, keyOf(product, channel, options), options),
    ),
  );
  timedOptions(
    policies
      .command("default")
      .description("give a product the policies that new products start with")
      .argument("<product>"),
  ).action(run((product: string, options: TimedOptions) => addDefaults(io, product, options)));
}

function placed(policies: Command, name: string, description: string): Command {
  return policies
    .command(name)
    .description(description)
    .argument("<product>", '"*" for all of them')
    .argument("[channel]", 'a channel, a prefix followed by "*", or "*"', "*")
    .addOption(new Option("--access", "of users, tokens and policies, instead of what clients get"));
}

function demandOptions(command: Command): Command {
  for (const name of demands) command.option(`--${name} <number>`, `how many ${name} have to sign`);
  return command.option("--comment <text>", "what it is for");
}

async function list(io: Io, { product, json }: { product?: string; json?: true }): Promise<ExitStatus> {
  const all = await readPolicies(connect(io));
  const policies = all.filter((policy) => product === undefined || policy.product === product);
  const heads = ["subject", "product", "channel", ...demands, "restoring", "comment"];
  const rows = policies.map((policy) => [
    policy.subject,
    policy.product,
    policy.channel,
    ...demands.map((name) => String(policy[name])),
    policy.restoring === null ? "" : demands.map((name) => policy.restoring?.[name]).join("/"),
    policy.comment ?? "",
  ]);
  if (json) printJson(io, { policies });
  else io.print(rows.length === 0 ? "No policy." : table(io, heads, rows));
  return exitStatus.done;
}

function keyOf(product: string, channel: string, { access }: Place): Key {
  return { subject: access ? "access" : "clients", product, channel };
}

async function set(io: Io, product: string, channel: string, options: SetOptions): Promise<ExitStatus> {
  const key = keyOf(product, channel, options);
  const fields = readDemands(options);
  const client = connect(io);
  const found = (await readPolicies(client)).find((policy) => policyKey(policy) === policyKey(key));
  const change = found ? update(found, fields) : creation(key, fields);
  return submitChangeSet(io, client, change, options);
}

/** @throws Failure when nothing is to be set, or a number is none */
function readDemands(options: SetOptions): Partial<Policy> {
  const numbers = demands.flatMap((name) => {
    const text = options[name];
    if (text === undefined) return [];
    const parsed = policySchema.shape[name].safeParse(/^\d+$/.test(text) ? Number(text) : text);
    if (!parsed.success) throw misuse(`--${name} "${text}" is no number of people: take 0 to 20.`);
    return [[name, parsed.data] as const];
  });
  const { comment } = options;
  const fields = { ...Object.fromEntries(numbers), ...(comment !== undefined && { comment }) };
  if (Object.keys(fields).length > 0) return fields;
  throw misuse("Say how many have to sign: --drivers, --managers or --admins.");
}

function update(policy: StoredPolicy, fields: Partial<Policy>): ChangeSet {
  const { subject, product, channel, rowVersion } = policy;
  const key = { subject, product, channel };
  const name = `policy ${policyKey(policy)}`;
  return changeOfRow(
    name,
    { entity: "policy", action: "update", key, rowVersion, fields },
    { before: policy, question: `Change ${name}?` },
  );
}

function creation(key: Key, fields: Partial<Policy>): ChangeSet {
  const parsed = policySchema.safeParse({ ...key, drivers: 0, managers: 0, admins: 0, ...fields });
  if (!parsed.success) throw misuse(parsed.error.issues[0]?.message ?? "This is no policy.");
  const name = `policy ${policyKey(key)}`;
  return changeOfRow(
    name,
    { entity: "policy", action: "create", value: parsed.data },
    { question: `Add ${name}?` },
  );
}

async function remove(io: Io, key: Key, options: TimedOptions): Promise<ExitStatus> {
  const client = connect(io);
  const found = (await readPolicies(client)).find((policy) => policyKey(policy) === policyKey(key));
  const name = `policy ${policyKey(key)}`;
  if (!found) throw new Failure(`There is no ${name}. \`aus policies list\` shows them.`);
  const { rowVersion } = found;
  const operation = { entity: "policy", action: "delete", key, rowVersion } as const;
  return submitChangeSet(io, client, changeOfRow(name, operation, { question: `Delete ${name}?` }), options);
}

/** Those of the usual policies that are not there; what there is stays. */
async function addDefaults(io: Io, product: string, options: TimedOptions): Promise<ExitStatus> {
  const client = connect(io);
  const known = new Set((await readPolicies(client)).map(policyKey));
  const lacking = defaultPolicies(product).filter((policy) => !known.has(policyKey(policy)));
  if (lacking.length === 0) {
    const message = `${product} has the usual policies already.`;
    if (options.json) printJson(io, { revision: null, detail: message });
    else io.print(message);
    return exitStatus.done;
  }
  return submitChangeSet(
    io,
    client,
    {
      operations: () => lacking.map((value) => ({ entity: "policy", action: "create", value })),
      names: lacking.map((policy) => `policy ${policyKey(policy)}`),
      lines: lacking.map(({ channel, comment }) => `${product} on ${channel}: ${comment ?? ""}`),
      question: `Add these policies to ${product}?`,
      reason: `The usual policies for ${product}`,
      about: { product },
    },
    options,
  );
}
