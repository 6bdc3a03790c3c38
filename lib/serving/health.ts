import { programVersion } from "@/lib/program-version";

export type NodeState = {
  /** The revision that clients are answered from. */
  revision: number;
  /** Whether pages and API are being served; clients get their answers either way. */
  pages: boolean;
  /** Whether this node works on what is due: steps of change sets, deliveries to hooks. Others may, while it does not. */
  worker: boolean;
};

export type HealthAnswer = { status: number; headers: Record<string, string | number>; body: string };

/** What load balancers and operators ask a serving node; null for any other path. */
export function healthAnswer(url: string, state: () => NodeState): HealthAnswer | null {
  switch (url) {
    case "/__lbheartbeat__":
      return json(200, { status: "ok" });
    case "/__heartbeat__":
      return json(200, { status: "ok", ...state() });
    // Whoever wants the pages as well asks so: clients are answered without them.
    case "/__heartbeat__?pages":
      return json(state().pages ? 200 : 503, { status: state().pages ? "ok" : "no pages", ...state() });
    case "/__heartbeat__?worker":
      return json(state().worker ? 200 : 503, { status: state().worker ? "ok" : "no worker", ...state() });
    case "/__version__":
      return json(200, { name: "aus3", version: programVersion });
    default:
      return null;
  }
}

function json(status: number, value: object): HealthAnswer {
  const body = JSON.stringify(value);
  return {
    status,
    headers: {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(body),
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    },
    body,
  };
}
