import "server-only";

import { Refusal } from "@/lib/errors";

import { identify } from "../caller";
import { balrogProblem } from "./problem";
import { csrf, empty, type BalrogRoute } from "./route";
import { partRoutes } from "./routes-parts";
import { releaseRoutes } from "./routes-releases";
import { ruleRoutes } from "./routes-rules";

/** Every route of the adapter for clients of Balrog's admin API. */
export const balrogRoutes: readonly BalrogRoute[] = [
  { method: "GET", path: "/csrf_token", answer: () => Promise.resolve(empty(200, csrf())) },
  ...ruleRoutes,
  ...releaseRoutes,
  ...partRoutes,
];

export const balrogApiPath = "/compat/balrog/api";

/** Answers a request as Balrog's admin API does: the same paths, bodies and refusals. */
export async function answerAsBalrog(request: Request): Promise<Response> {
  try {
    const caller = await identify(request);
    const url = new URL(request.url);
    const { route, at } = findRoute(request.method, url.pathname);
    return await route.answer({ caller, request, query: url.searchParams, at });
  } catch (error) {
    return balrogProblem(error);
  }
}

function findRoute(method: string, pathname: string): { route: BalrogRoute; at: (name: string) => string } {
  const wanted = method === "HEAD" ? "GET" : method;
  const given = segmentsOf(pathname.slice(balrogApiPath.length));
  for (const route of balrogRoutes) {
    const at = route.method === wanted && given ? match(route.path, given) : null;
    if (at) return { route, at: (name) => at.get(name) ?? "" };
  }
  throw new Refusal("not-found", `There is no ${method} ${pathname} here`);
}

/** Null: the path is not written as paths are. */
function segmentsOf(path: string): string[] | null {
  try {
    return path.replace(/\/$/, "").split("/").map(decodeURIComponent);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

function match(path: string, given: readonly string[]): Map<string, string> | null {
  const segments = path.split("/");
  if (segments.length !== given.length) return null;
  const found = new Map<string, string>();
  for (const [index, segment] of segments.entries()) {
    const said = given[index] ?? "";
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name === undefined ? segment !== said : said === "") return null;
    if (name !== undefined) found.set(name, said);
  }
  return found;
}
