import fc from "fast-check";

type Schema = Readonly<Record<string, unknown>> & {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
};

/** The part of an OpenAPI description that requests are made from. */
export type Described = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedRoute>>>>;
};

export type DescribedRoute = {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: { readonly "application/json": { readonly schema: Schema } } };
  readonly responses: Readonly<Record<string, { readonly content: Readonly<Record<string, unknown>> }>>;
};

export type MadeRequest = {
  /** e.g. "GET /rules/{id}" */
  readonly route: string;
  /** Escaped. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: string;
  readonly body?: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** Names that are there, in a test or in the demo, and some that are not. */
const words = [
  "Heron",
  "Heron-98.0-build2",
  "Own",
  "Other",
  "Own-1",
  "release",
  "nightly",
  "beta*",
  "*",
  "de",
  "1",
  "unborn",
  "<98.0",
];
const evil = [
  ...[
    "",
    " ",
    "\0",
    "é\u0301",
    "\u202e",
    "'; DROP TABLE rules; --",
    "../../etc/passwd",
    "%00",
    "%",
    "__proto__",
  ],
  ...[
    "\ud800",
    "\uffff",
    "constructor",
    "true",
    "-0",
    "1e999",
    "9".repeat(400),
    "(((((((a+)+)+)+)+)$",
    "a".repeat(20_000),
  ],
];
const numbers = [0, -1, 1, 2, 100, 101, 0.5, 2 ** 31 - 1, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308];

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...words) },
  { weight: 1, arbitrary: fc.string({ maxLength: 30 }) },
);
const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, {}, [], ...evil, ...numbers),
  fc.jsonValue({ maxDepth: 2 }),
);

/** What fits a JSON Schema, as far as it says; what it can't say may still be refused. */
function valid(schema: Schema | boolean | undefined): fc.Arbitrary<unknown> {
  if (schema === undefined || typeof schema === "boolean") return anything;
  if ("const" in schema) return fc.constant(schema["const"]);
  if (Array.isArray(schema["enum"])) return fc.constantFrom(...(schema["enum"] as unknown[]));
  const choices = (schema["anyOf"] ?? schema["oneOf"]) as Schema[] | undefined;
  return choices ? fc.oneof(...choices.map(valid)) : validOfType(schema);
}

function validOfType(schema: Schema): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case "object":
      return validObject(schema);
    case "array":
      return fc.array(valid(schema.items), { minLength: count(schema, "minItems", 0), maxLength: 3 });
    case "string":
      return validText(schema);
    case "integer":
    case "number":
      return validNumber(schema);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    default:
      return anything;
  }
}

function validObject(schema: Schema): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties, propertyNames } = schema;
  const named = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, valid(one)])),
    { requiredKeys: [...required] },
  );
  if (typeof additionalProperties !== "object") return named;
  const keys = propertyNames ? valid(propertyNames).map(String) : text;
  return fc.dictionary(keys, valid(additionalProperties), { maxKeys: 2 });
}

function validText(schema: Schema): fc.Arbitrary<string> {
  const { pattern, format } = schema as { pattern?: string; format?: string };
  if (format === "date-time") return fc.constantFrom("2099-01-01T00:00:00Z", "2026-11-26T00:00:00+01:00");
  if (format === "date") return fc.constant("2026-11-26");
  const fits = (one: string) =>
    one.length >= count(schema, "minLength", 0) && one.length <= count(schema, "maxLength", 1e9);
  if (pattern === undefined) {
    const minLength = count(schema, "minLength", 0);
    const short = fc.string({
      minLength,
      maxLength: Math.min(count(schema, "maxLength", 1e9), minLength + 20),
    });
    const known = words.filter(fits);
    return known.length === 0
      ? short
      : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: short });
  }
  const expression = new RegExp(pattern);
  const known = words.filter((word) => expression.test(word) && fits(word));
  const made = fc.stringMatching(simplified(pattern)).filter(fits);
  return known.length === 0
    ? made
    : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: made });
}

/** Strings can't be made from look-around: what it leaves out is rare. */
function simplified(pattern: string): RegExp {
  return new RegExp(pattern.replaceAll(/\(\?[!=][^)]*\)/g, ""));
}

function validNumber(schema: Schema): fc.Arbitrary<number> {
  const min = Math.max(count(schema, "minimum", -1_000), count(schema, "exclusiveMinimum", -1_001) + 1);
  const max = Math.min(count(schema, "maximum", 1_000_000), 1_000_000);
  const near = fc.integer({ min, max: Math.max(min, Math.min(max, 12)) });
  return fc.oneof({ weight: 3, arbitrary: near }, { weight: 1, arbitrary: fc.integer({ min, max }) });
}

function count(schema: Schema, name: string, otherwise: number): number {
  const value = schema[name];
  return typeof value === "number" ? value : otherwise;
}

/** The same with one place in it changed. */
function nearly(value: unknown, wrong: unknown, steps: readonly number[]): unknown {
  const [step = 0, ...rest] = steps;
  if (typeof value !== "object" || value === null || steps.length === 0) return wrong;
  const entries = Object.entries(value);
  if (entries.length === 0) return Array.isArray(value) ? [wrong] : { ...value, surprise: wrong };
  const at = step % (entries.length + 1);
  const changed = entries.map(([name, inner], index): [string, unknown] => [
    name,
    index === at ? nearly(inner, wrong, rest) : inner,
  ]);
  if (Array.isArray(value)) return changed.map(([, inner]) => inner);
  // One past the end: a field is lost instead.
  return Object.fromEntries(at === entries.length ? changed.slice(1) : changed);
}

type Parts = {
  readonly params: Record<string, unknown>;
  readonly query: Record<string, unknown>;
  readonly body: unknown;
};

function partsOf({ parameters = [], requestBody }: DescribedRoute): fc.Arbitrary<Parts> {
  const place = (name: string) => {
    const own = parameters.filter((one) => one.in === name);
    return fc.record(Object.fromEntries(own.map((one) => [one.name, valid(one.schema)])), {
      requiredKeys: own.filter(({ required }) => required).map((one) => one.name),
    });
  };
  const body = requestBody ? valid(requestBody.content["application/json"].schema) : fc.constant(undefined);
  return fc.record({ params: place("path"), query: place("query"), body });
}

const headers = fc.record(
  {
    "if-match": fc.constantFrom("*", '"1"', '"2"', '"x"', "1", ""),
    "idempotency-key": fc.constantFrom("a", "b", "c", "", "a b", "x".repeat(300)),
    "content-type": fc.constantFrom("application/json", "text/plain", "application/json; charset=utf-16"),
  },
  { requiredKeys: [] },
);

const rawBodies = [
  ...["", "{", "null", "[]", '"text"', "1e999", '{"a":1,"a":2}', '{"__proto__":{"a":1}}', "\ufeff{}", "{}{}"],
  ...[
    "[".repeat(20_000),
    `{"reason":${"[".repeat(5_000)}${"]".repeat(5_000)}}`,
    `{"reason":"${"x".repeat(100_000)}"}`,
  ],
];

/** Requests of every route: valid ones, those with something wrong, and hostile ones. */
export function requestsFrom({ paths }: Described): fc.Arbitrary<MadeRequest> {
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) =>
      requestsOf(`${method.toUpperCase()} ${path}`, described),
    ),
  );
  return fc.oneof(...routes);
}

function requestsOf(route: string, described: DescribedRoute): fc.Arbitrary<MadeRequest> {
  const parts = partsOf(described);
  const steps = fc.array(fc.nat(20), { minLength: 1, maxLength: 6 });
  const near = fc.tuple(parts, anything, steps).map(([given, wrong, at]) => spoiled(given, wrong, at));
  const hostile = fc.tuple(parts, fc.constantFrom(...rawBodies), headers).map(([given, body, more]) => {
    const made = toRequest(route, given);
    return described.requestBody
      ? { ...made, body, headers: { ...made.headers, ...more } }
      : { ...made, headers: more };
  });
  return fc.oneof(
    { weight: 4, arbitrary: parts.map((given) => toRequest(route, given)) },
    { weight: 4, arbitrary: near.map((given) => toRequest(route, given)) },
    { weight: 1, arbitrary: hostile },
  );
}

function spoiled(given: Parts, wrong: unknown, [first = 0, ...rest]: readonly number[]): Parts {
  const names = ["params", "query", ...(given.body === undefined ? [] : ["body", "body"])] as (keyof Parts)[];
  const name = names[first % names.length] ?? "query";
  const changed = nearly(given[name], wrong, rest);
  const isFine = name === "body" || (typeof changed === "object" && changed !== null);
  return { ...given, [name]: isFine ? changed : { x: wrong } };
}

function toRequest(route: string, { params, query, body }: Parts): MadeRequest {
  const names = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
  const filled = Object.fromEntries(names.map((name) => [name, escaped(params[name] ?? "x")]));
  const search = Object.entries(query).map(([name, value]) => `${escaped(name)}=${escaped(value)}`);
  return {
    route,
    params: filled,
    query: search.join("&"),
    ...(body !== undefined && { body: JSON.stringify(body) }),
    headers: body === undefined ? {} : { "content-type": "application/json" },
  };
}

/** An empty segment, or dots, would be another path. */
function escaped(value: unknown): string {
  const plain = typeof value === "string" ? value : JSON.stringify(value);
  const safe = encodeURIComponent(plain.replaceAll(/\p{Surrogate}/gu, "?"));
  return safe === "" || /^\.+$/.test(safe) ? "x" : safe;
}
