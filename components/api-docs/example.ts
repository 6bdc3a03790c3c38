import type { Route } from "./description";
import type { Schema } from "./schema";

const formats: Readonly<Record<string, string>> = {
  "date-time": "2027-01-01T00:00:00Z",
  date: "2027-01-01",
  email: "ada@example.com",
  uri: "https://example.com/",
};

/** How to ask a route from a shell, with the least that it needs. */
export function exampleOf({ method, path, permission, parameters, wholeBody: body }: Route): string {
  const at = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase());
  const asked = parameters.filter((one) => one.in === "query" && one.required);
  const query = asked.map(({ name, schema }) => `${name}=${plain(exampleValue(schema))}`).join("&");
  return [
    `curl${method === "GET" ? "" : ` -X ${method}`} "$AUS_URL/api/v1${at}${query === "" ? "" : `?${query}`}"`,
    ...(permission === null ? [] : ['-H "Authorization: Bearer $AUS_TOKEN"']),
    ...(body === null ? [] : ['-H "Content-Type: application/json"', `-d '${bodyFor(body)}'`]),
  ].join(" \\\n  ");
}

function bodyFor(body: Schema): string {
  return JSON.stringify(exampleValue(body), null, 2).replaceAll("'", String.raw`'\''`);
}

function plain(value: unknown): string {
  return typeof value === "string" ? encodeURIComponent(value) : JSON.stringify(value);
}

/** Something of the shape that is wanted; only what has to be there. */
export function exampleValue(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  const [choice] = schema.anyOf ?? schema.oneOf ?? [];
  if (choice) return exampleValue(choice);
  if (schema.enum) return schema.enum[0];
  return valueOfType(schema);
}

const values: Readonly<Record<string, (schema: Schema) => unknown>> = {
  object: exampleObject,
  array: ({ minItems = 0, items }) => (minItems > 0 && items ? [exampleValue(items)] : []),
  string: ({ format = "" }) => formats[format] ?? "…",
  integer: ({ minimum = 1 }) => Math.max(minimum, 1),
  number: ({ minimum = 1 }) => Math.max(minimum, 1),
  boolean: () => true,
};

function valueOfType(schema: Schema): unknown {
  const { type = "" } = schema;
  const name = typeof type === "string" ? type : (type[0] ?? "");
  return values[name]?.(schema) ?? null;
}

function exampleObject({ properties = {}, required = [] }: Schema): object {
  const needed = Object.entries(properties).filter(([name]) => required.includes(name));
  return Object.fromEntries(needed.map(([name, schema]) => [name, exampleValue(schema)]));
}
