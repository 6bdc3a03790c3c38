import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

type Service = { port: number; url: string; dataDirectory: string };

function service(name: string, port: number): Service {
  return { port, url: `http://127.0.0.1:${port}`, dataDirectory: path.join(root, ".data", `e2e-${name}`) };
}

const firstPort = Number(process.env["E2E_PORT"] ?? 3910);

/** With the demo data: for the browser. */
export const demo = service("demo", firstPort);

/** Without any configuration, and changed as a whole: for imports, the command line and conformance. */
export const empty = service("empty", firstPort + 1);

/** An OpenID Connect provider, whose people may sign in to the demo. */
export const provider = {
  port: firstPort + 2,
  url: `http://127.0.0.1:${firstPort + 2}`,
  clientId: "aus3",
  clientSecret: "a secret of the tests, long enough for a provider",
};
