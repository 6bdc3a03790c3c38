import type { Operation } from "@/lib/changes/operation";
import type { Product } from "@/lib/configuration/configuration";

import { timedOptions, type TimedOptions } from "./change-options";
import { startOf, submitChangeSet } from "./change-set";
import { connect, type Client } from "./client";
import { Failure, misuse, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { readPercentage } from "./numbers";
import { describeRamp, readRamp, type Ramp } from "./ramp";
import type { CommandGroups } from "./registration";

type Options = TimedOptions & { ramp?: string };
type StoredProduct = Product & { readonly rowVersion: number };

/** `aus throttle` */
export function registerThrottle({ io, program, run }: CommandGroups): void {
  timedOptions(
    program
      .command("throttle")
      .description("say how many of a hundred background checks of a product go on to the rules")
      .argument("<product>")
      .argument("[percent]", "0 to 100")
      .option("--ramp <steps>", "in steps instead, e.g. 10,25@6h,50@24h,100@48h"),
  ).action(
    run((product: string, percent: string | undefined, options: Options) =>
      throttle(io, product, percent, options),
    ),
  );
}

async function throttle(
  io: Io,
  name: string,
  percent: string | undefined,
  options: Options,
): Promise<ExitStatus> {
  const { rate, later } = readRates(io, percent, options);
  const client = connect(io);
  const product = await findProduct(client, name);
  const setTo = (percentage: number): Operation[] => [
    {
      entity: "product",
      action: "update",
      key: { name },
      rowVersion: product.rowVersion,
      fields: { throttle: percentage },
    },
  ];
  return submitChangeSet(
    io,
    client,
    {
      operations: () => setTo(rate),
      later: later.map((step) => ({ at: step.at, operations: setTo(step.rate) })),
      names: [`product ${name}`],
      lines: [
        `${name}: ${product.throttle} % → ${rate} % of background checks go on to the rules.`,
        ...describeRamp(later),
      ],
      question: `Throttle ${name} to ${rate} %?`,
      about: { product: name, throttle: rate },
    },
    options,
  );
}

function readRates(io: Io, percent: string | undefined, { ramp, ...options }: Options): Ramp {
  if ((percent === undefined) === (ramp === undefined)) throw misuse("Give a percentage or --ramp.");
  if (ramp !== undefined) return readRamp(ramp, startOf(io, options) ?? io.now());
  return { rate: readPercentage(percent ?? "", "The throttle"), later: [] };
}

async function findProduct(client: Client, name: string): Promise<StoredProduct> {
  const { products } = (await client.get<{ products: StoredProduct[] }>("products")).body;
  const found = products.find((product) => product.name === name);
  if (found) return found;
  const known = products.map((product) => product.name).join(", ");
  throw new Failure(`There is no product "${name}". There are: ${known || "none"}.`);
}
