import packageJson from "../../package.json" with { type: "json" };

export type NodeState = {
  /** The revision that clients are answered from. */
  revision: number;
  /** Whether pages and API are being served; clients get their answers either way. */
  pages: boolean;
};

export type HealthAnswer = { status: number; headers: Record<string, string | number>; body: string };

export const version = packageJson.version;

/** What load balancers and operators ask a serving node; null for any other path. */
export function healthAnswer(url: string, state: () => NodeState): HealthAnswer | null {
  switch (url) {
    case "/__lbheartbeat__":
      return json({ status: "ok" });
    case "/__heartbeat__":
      return json({ status: "ok", ...state() });
    case "/__version__":
      return json({ name: packageJson.name, version });
    default:
      return null;
  }
}

function json(value: object): HealthAnswer {
  const body = JSON.stringify(value);
  return {
    status: 200,
    headers: {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(body),
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    },
    body,
  };
}
