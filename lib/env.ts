import { z } from "zod";

const addressOf = (name: string) =>
  z
    .string(`Set ${name} to a PostgreSQL address, e.g. postgresql://user:password@host:5432/aus3`)
    .regex(/^postgres(ql)?:\/\//, `${name} must begin with postgresql://`);

const secret = z
  .string("Set AUS_SECRET to at least 32 random characters, e.g. the output of: openssl rand -base64 32")
  .min(32, "AUS_SECRET needs at least 32 characters, e.g. the output of: openssl rand -base64 32");

const whole = (name: string, lowest: number, highest: number) =>
  z.coerce
    .number(`${name} must be a number`)
    .int(`${name} must be a whole number`)
    .min(lowest, `${name} must be at least ${lowest}`)
    .max(highest, `${name} must be at most ${highest}`);

const oneOf = <const Names extends readonly [string, ...string[]]>(name: string, names: Names) =>
  z.enum(names, `${name} must be one of: ${names.join(", ")}`);

const nodesWanted =
  "AUS_NODES must be up to 100 addresses such as http://10.0.0.1:3000, with commas between them";

const levels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

const serviceSchema = z.object({
  PORT: whole("PORT", 0, 65_535).default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  DATABASE_URL: addressOf("DATABASE_URL"),
  DATA_DIR: z.string().min(1).default(".data"),
  /** Shown on every page. */
  AUS_ENVIRONMENT: oneOf("AUS_ENVIRONMENT", ["demo", "staging", "production"]).default("production"),
  /** Keys sessions and sticky throttles; the same on all nodes, or clients fall differently on each. */
  AUS_SECRET: secret,
  /** How many proxies in front of us append to X-Forwarded-For. */
  TRUSTED_PROXIES: whole("TRUSTED_PROXIES", 0, 16).default(0),
  AUS_THROTTLE: oneOf("AUS_THROTTLE", ["sticky", "per-answer"]).default("sticky"),
  /** Seconds that caches may keep an answer. */
  AUS_MAX_AGE: whole("AUS_MAX_AGE", 0, 86_400).default(90),
  /** Whether clients' requests are counted. */
  AUS_TRAFFIC: oneOf("AUS_TRAFFIC", ["on", "off"]).default("on"),
  /** Whether the hosts of files are asked if they can be reached. */
  AUS_PROBE: oneOf("AUS_PROBE", ["on", "off"]).default("on"),
  /** By which name this node is known and its traffic kept; else its host's. */
  AUS_NODE: z.string().min(1).max(100, "AUS_NODE must have at most 100 characters").optional(),
  /** Where this node stands, for the page of nodes. */
  AUS_DATA_CENTRE: z.string().max(100, "AUS_DATA_CENTRE must have at most 100 characters").default(""),
  /** "1": this node takes revisions at once and checks them for those that wait for canaries. */
  AUS_CANARY: oneOf("AUS_CANARY", ["0", "1"]).default("0"),
  /** Seconds that a new revision waits at most for what canaries say of it; 0: it does not wait. */
  AUS_WAIT_FOR_CANARIES: whole("AUS_WAIT_FOR_CANARIES", 0, 3_600).default(0),
  /** The addresses of all nodes, whose answers are compared with the configuration once an hour; else only our own. */
  AUS_NODES: z
    .string()
    .transform((text) => text.split(",").map((address) => address.trim().replace(/\/+$/, "")))
    .pipe(z.array(z.url({ protocol: /^https?$/, error: nodesWanted })).max(100, nodesWanted))
    .optional(),
  /** How long traffic is kept by the minute and by the hour. */
  TRAFFIC_MINUTES_HOURS: whole("TRAFFIC_MINUTES_HOURS", 2, 1_000).default(48),
  TRAFFIC_HOURS_DAYS: whole("TRAFFIC_HOURS_DAYS", 3, 1_000).default(60),
  /** And by the day; 0: for good. */
  TRAFFIC_DAYS_DAYS: whole("TRAFFIC_DAYS_DAYS", 0, 100_000).default(730),
  /** Where people reach the service, if it is known. */
  AUS_URL: z.url("AUS_URL must be an address such as https://aus.example.com").optional(),
});

/** A process that only answers clients needs to know less. */
const nodeSchema = serviceSchema
  .pick({
    PORT: true,
    HOST: true,
    DATA_DIR: true,
    AUS_SECRET: true,
    TRUSTED_PROXIES: true,
    AUS_THROTTLE: true,
    AUS_MAX_AGE: true,
    AUS_TRAFFIC: true,
    AUS_NODE: true,
    AUS_DATA_CENTRE: true,
    AUS_CANARY: true,
    AUS_WAIT_FOR_CANARIES: true,
  })
  .extend({
    /** Followed instead of DATABASE_URL; nothing is written to it. */
    REPLICA_URL: addressOf("REPLICA_URL").optional(),
    DATABASE_URL: addressOf("DATABASE_URL").optional(),
    /** The service that is told how this node is and what its clients ask, where no database can be written to. */
    AUS_REPORT_URL: z
      .url({
        protocol: /^https?$/,
        error: "AUS_REPORT_URL must be an address such as https://aus.example.com",
      })
      .transform((address) => address.replace(/\/+$/, ""))
      .optional(),
    /** How many processes answer clients; else one for each core. */
    WORKERS: whole("WORKERS", 1, 512).optional(),
  })
  .refine(({ REPLICA_URL, DATABASE_URL }) => (REPLICA_URL ?? DATABASE_URL) !== undefined, {
    error: "Set REPLICA_URL or DATABASE_URL to the PostgreSQL that this node follows",
  });

const commandLineSchema = z.object({
  AUS_URL: z.url("AUS_URL must be an address such as https://aus.example.com").optional(),
  AUS_TOKEN: z.string().optional(),
  /** For `aus login` where nobody can be asked. */
  AUS_PASSWORD: z.string().optional(),
  /** For `aus consume`. */
  AUS_BROKER: z.string().optional(),
  XDG_CONFIG_HOME: z.string().optional(),
  DATA_DIR: z.string().min(1).default(".data"),
});

export type ServiceSettings = z.output<typeof serviceSchema>;
export type NodeSettings = z.output<typeof nodeSchema>;
export type CommandLineSettings = z.output<typeof commandLineSchema>;

let settings: ServiceSettings | undefined;

/**
 * The settings of this deployment, checked when first needed, so that builds and unit tests need none.
 * @throws an Error that names every unusable setting and its remedy
 */
export function env(): ServiceSettings {
  return (settings ??= readSettings(serviceSchema));
}

/** What a process takes from its environment that only answers clients. */
export function nodeEnv(): NodeSettings {
  return readSettings(nodeSchema);
}

/** What the command line takes from its environment; it needs neither database nor secret. */
export function commandLineEnv(): CommandLineSettings {
  return readSettings(commandLineSchema);
}

/** Apart from the other settings, because a complaint about those must be logged too. */
export function logLevel(): (typeof levels)[number] {
  return z.enum(levels).catch("info").parse(process.env["LOG_LEVEL"]);
}

/**
 * Settings that one part of the program has for itself.
 * @throws an Error that names every unusable setting and its remedy
 */
export function readSettings<Schema extends z.ZodType>(schema: Schema): z.output<Schema> {
  // A variable set to nothing is how shells and compose files say "not set".
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new Error(result.error.issues.map((issue) => issue.message).join("\n"));
}

/** The environment of the process that serves the pages: ours, and what the sign-in library wants to hear. */
export function webProcessEnv(): NodeJS.ProcessEnv {
  const { AUS_SECRET, AUS_URL } = env();
  return {
    // Pages are compressed in threads: four of them at a time would hold up answers to clients.
    UV_THREADPOOL_SIZE: "2",
    ...process.env,
    NEXTAUTH_SECRET: AUS_SECRET,
    // With a known address, a forged Host header counts for nothing.
    ...(AUS_URL === undefined ? { AUTH_TRUST_HOST: "true" } : { NEXTAUTH_URL: AUS_URL }),
  };
}

export function isDevelopment(): boolean {
  return process.env.NODE_ENV === "development";
}
