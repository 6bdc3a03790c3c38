import { z } from "zod";

import { programVersion } from "@/lib/program-version";

import { answers, type AnswerName } from "./answers";
import { routeTable, type ApiRoute } from "./route-table";

type Json = Record<string, unknown>;

/** The API's description (OpenAPI 3.1), made from the schemas that validate its requests. */
export function describeApi(): Json {
  const paths: Record<string, Json> = {};
  for (const route of routeTable) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: describeRoute(route) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Update service", version: programVersion },
    servers: [{ url: "/api/v1" }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas: Object.fromEntries(
        Object.entries(answers).map(([name, schema]) => [name, toJsonSchema(schema, "output")]),
      ),
    },
  };
}

function describeRoute({ summary, permission, params, query, body, ...route }: ApiRoute): Json {
  const parameters = [...parametersOf("path", params), ...parametersOf("query", query)];
  const type = route.contentType ?? "application/json";
  return {
    summary,
    "x-permission": permission,
    ...(permission === null && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: toJsonSchema(body, "input") } },
      },
    }),
    responses: {
      200: { description: "Done", content: { [type]: { schema: reference(route.answer) } } },
      default: {
        description: "Refused; the problem says why",
        content: { "application/problem+json": { schema: reference("problem") } },
      },
    },
  };
}

function parametersOf(place: "path" | "query", schema: z.ZodObject | undefined): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = toJsonSchema(schema, "input") as {
    properties?: Json;
    required?: string[];
  };
  return Object.entries(properties).map(([name, described]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: described,
  }));
}

function reference(answer: AnswerName | null): Json {
  return answer === null ? {} : { $ref: `#/components/schemas/${answer}` };
}

function toJsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _dialect, ...described } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return described;
}
