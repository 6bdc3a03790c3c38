import type { Schema } from "./schema";
import { Shapes } from "./shapes";

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

type DescribedRoute = {
  readonly summary: string;
  readonly "x-permission": string | null;
  readonly security?: readonly object[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content: Content }>>;
};

/** The part of an OpenAPI description that is shown. */
export type Description = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedRoute>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

export type Parameter = {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  readonly schema: Schema;
};

export type Answer = {
  readonly status: string;
  readonly description: string;
  readonly types: readonly string[];
  readonly schema: Schema;
};

export type Route = {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  /** Null: whoever asks need not even be known. */
  readonly permission: string | null;
  readonly isSometimesPublic: boolean;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | null;
  /** The body with nothing told elsewhere. */
  readonly wholeBody: Schema | null;
  readonly answers: readonly Answer[];
};

export type Collection = { readonly name: string; readonly routes: readonly Route[] };

export type Documentation = {
  /** The routes by what they are about, in the order in which they are described. */
  readonly collections: readonly Collection[];
  /** What many fields are, told once, by the names that those use. */
  readonly shapes: ReadonlyMap<string, Schema>;
};

export function documentationOf({ paths, components }: Description): Documentation {
  const collections = new Map<string, Route[]>();
  const shapes = new Shapes();
  const repeated = namesUsedAgain(paths);
  const show = (schema: Schema = {}) => {
    const name = schema.$ref?.split("/").at(-1);
    if (name === undefined) return shapes.share(schema);
    const named = components.schemas[name] ?? {};
    return repeated.has(name) ? shapes.tellOnce(name, named) : shapes.share(named);
  };
  for (const [path, methods] of Object.entries(paths)) {
    const name = path.split("/")[1] ?? "";
    const routes = collections.get(name) ?? [];
    collections.set(name, routes);
    for (const [method, described] of Object.entries(methods)) {
      routes.push({ method: method.toUpperCase(), path, ...toRoute(described, show) });
    }
  }
  return {
    collections: [...collections].map(([name, routes]) => ({ name, routes })),
    shapes: shapes.byName,
  };
}

/** The names of what several routes answer. */
function namesUsedAgain(paths: Description["paths"]): ReadonlySet<string> {
  const routes = Object.values(paths).flatMap((methods) => Object.values(methods));
  const names = routes.flatMap(({ responses }) => nameOf(responses["200"]?.content) ?? []);
  return new Set(names.filter((name, index) => names.indexOf(name) !== index));
}

function nameOf(content: Content = {}): string | undefined {
  return Object.values(content)[0]?.schema.$ref?.split("/").at(-1);
}

function toRoute(
  { summary, parameters = [], requestBody, responses, security = [], ...rest }: DescribedRoute,
  show: (schema?: Schema) => Schema,
): Omit<Route, "method" | "path"> {
  return {
    summary,
    permission: rest["x-permission"],
    isSometimesPublic: security.length > 1,
    parameters,
    body: requestBody ? show(requestBody.content["application/json"]?.schema) : null,
    wholeBody: requestBody?.content["application/json"]?.schema ?? null,
    answers: Object.entries(responses).map(([status, { description, content }]) => {
      const types = Object.keys(content);
      // Every refusal looks alike, and what has to wait answers as what is done.
      const schema = status === "200" ? show(Object.values(content)[0]?.schema) : {};
      return { status, description, types, schema };
    }),
  };
}

/** The shapes that a route names, and those that these name. */
export function shapesOf(
  { body, answers }: Route,
  shapes: Documentation["shapes"],
): ReadonlyMap<string, Schema> {
  const found = new Map<string, Schema>();
  const follow = (schema: unknown) => {
    for (const [, name = ""] of JSON.stringify(schema).matchAll(/"\$ref":"([^"]+)"/g)) {
      const shape = shapes.get(name);
      if (!shape || found.has(name)) continue;
      found.set(name, shape);
      follow(shape);
    }
  };
  follow([body, answers]);
  return found;
}
