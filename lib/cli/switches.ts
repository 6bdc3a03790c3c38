import { everything, type ShutOff } from "@/lib/configuration/configuration";

import { submitChangeSet } from "./change-set";
import { connect } from "./client";
import { exitStatus, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { printJson } from "./output";
import type { CommandGroups } from "./registration";
import { timedOptions, type TimedOptions } from "./change-options";

type Options = TimedOptions & { channel?: string };
/** The conditions of a shut-off that stops all clients of its channel. */
const everyone = { buildTarget: null, version: null, locale: null };

type StoredShutOff = ShutOff & { readonly rowVersion: number };

/** `aus shut-off` and `aus switch-on`. */
export function registerSwitches({ io, program, run }: CommandGroups): void {
  const ofChannel = (name: string, description: string) =>
    timedOptions(
      program
        .command(name)
        .description(description)
        .argument("<product>")
        .option("--channel <name>", "only this channel"),
    );
  ofChannel("shut-off", "switch updates off at once, for a product or one of its channels").action(
    run((product: string, options: Options) => shutOff(io, product, options)),
  );
  ofChannel("switch-on", "switch updates on again").action(
    run((product: string, options: Options) => switchOn(io, product, options)),
  );
}

async function shutOff(
  io: Io,
  product: string,
  { channel = everything, ...options }: Options,
): Promise<ExitStatus> {
  const client = connect(io);
  const { shutOffs } = (await client.get<{ shutOffs: StoredShutOff[] }>("shut-offs")).body;
  const place = placeOf(product, channel);
  const existing = shutOffs.find((row) => row.product === product && row.channel === channel);
  if (existing) {
    const because = existing.reason === "" ? "" : ` (${existing.reason})`;
    return nothingToDo(io, `${place} is shut off already${because}.`, options);
  }
  return submitChangeSet(
    io,
    client,
    {
      operations: (reason) => [
        { entity: "shutOff", action: "create", value: { product, channel, ...everyone, reason } },
      ],
      names: [`shut-off of ${place}`],
      lines: [`No client of ${place} gets an update any more.`],
      question: `Shut off ${place}?`,
      about: { product, channel },
    },
    options,
  );
}

async function switchOn(
  io: Io,
  product: string,
  { channel = everything, ...options }: Options,
): Promise<ExitStatus> {
  const client = connect(io);
  const { shutOffs } = (await client.get<{ shutOffs: StoredShutOff[] }>("shut-offs")).body;
  const place = placeOf(product, channel);
  const found = shutOffs.find((row) => row.product === product && row.channel === channel);
  const others = shutOffs.filter((row) => row !== found && covers(row, product, channel));
  const stillOff = others.map((row) => `${placeOf(row.product, row.channel)} is shut off.`);
  if (!found) return nothingToDo(io, [`${place} is not shut off.`, ...stillOff].join(" "), options);
  return submitChangeSet(
    io,
    client,
    {
      operations: () => [
        {
          entity: "shutOff",
          action: "delete",
          key: { product, channel, ...everyone },
          rowVersion: found.rowVersion,
        },
      ],
      names: [`shut-off of ${place}`],
      lines: [`Clients of ${place} get updates again.`, ...stillOff],
      question: `Switch ${place} on again?`,
      about: { product, channel },
    },
    options,
  );
}

function covers(row: ShutOff, product: string, channel: string): boolean {
  return (
    [everything, product].includes(row.product) &&
    (channel === everything || [everything, channel].includes(row.channel))
  );
}

function placeOf(product: string, channel: string): string {
  const name = product === everything ? "every product" : product;
  return channel === everything ? name : `${name} on ${channel}`;
}

function nothingToDo(io: Io, message: string, { json }: TimedOptions): ExitStatus {
  if (json) printJson(io, { revision: null, detail: message });
  else io.print(message);
  return exitStatus.done;
}
