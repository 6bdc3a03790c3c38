import fs from "node:fs";
import path from "node:path";

import { expect, test } from "vitest";

import { describeApi } from "./open-api";
import { routeTable } from "./route-table";

const folder = path.join(import.meta.dirname, "../../app/api/v1");

/** `rules/[id]/route.ts` → `/rules/{id}`; what catches unknown paths is no route. */
function routesOfTree(): { path: string; text: string }[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "route.ts" && !file.includes("[...unknown]"))
    .map((file) => ({
      path: `/${path.dirname(file).split(path.sep).join("/")}`.replaceAll(/\[(\w+)\]/g, "{$1}"),
      text: fs.readFileSync(path.join(folder, file), "utf8"),
    }));
}

function methodsOf(text: string): string[] {
  const exported = /^export (?:const|(?:async )?function) (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/gm;
  return [...text.matchAll(exported)].map(([, method]) => method ?? "");
}

test("the table lists every route of the tree with its methods, and no other", () => {
  const tree = routesOfTree().flatMap(({ path: at, text }) =>
    methodsOf(text).map((method) => `${method} ${at}`),
  );
  expect(tree.length).toBeGreaterThan(10);
  expect(routeTable.map(({ method, path: at }) => `${method} ${at}`).sort()).toEqual(tree.sort());
});

test("every route takes its schemas from the place that the description takes them from", () => {
  const own = routesOfTree().filter(({ text }) => text.includes(`from "zod"`));
  expect(own.map(({ path: at }) => at)).toEqual([]);
});

test("every parameter in a path is described", () => {
  for (const { path: at, params } of routeTable) {
    const named = [...at.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect([at, Object.keys(params?.shape ?? {})]).toEqual([at, named]);
  }
});

type Described = {
  openapi: string;
  paths: Record<string, Record<string, { parameters?: unknown; requestBody?: unknown }>>;
  components: { schemas: object };
};

test("the description is JSON whose references all lead somewhere", () => {
  const text = JSON.stringify(describeApi());
  const api = JSON.parse(text) as Described;
  const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
  expect(api.openapi).toBe("3.1.0");
  expect(references.length).toBeGreaterThan(routeTable.length);
  expect(references.filter((name) => !Object.hasOwn(api.components.schemas, name ?? ""))).toEqual([]);
  expect(text).not.toMatch(/"\$ref":"(?!#\/components\/schemas\/)/);
});

test("what a request may hold is described as it is validated", () => {
  const { paths } = describeApi() as Described;
  expect(paths["/revisions"]?.["get"]?.parameters).toContainEqual({
    name: "limit",
    in: "query",
    required: false,
    schema: { type: "integer", minimum: 1, maximum: 500, default: 100 },
  });
  expect(paths["/configuration"]?.["put"]?.parameters).toContainEqual({
    name: "mode",
    in: "query",
    required: true,
    schema: { type: "string", enum: ["replace", "merge"] },
  });
  expect(paths["/change-sets"]?.["post"]?.requestBody).toMatchObject({
    content: { "application/json": { schema: { required: ["reason"] } } },
  });
});
