const visited = ["/overview", "/rules", "/releases"];

export const visitor = {
  email: "bench@example.com",
  name: "Bench",
  password: "a password for measuring only",
};

/** Signs in as a person would. @returns the cookies of the session */
export async function signIn(origin: string): Promise<string> {
  const jar = new Map<string, string>();
  const keep = (response: Response) => {
    for (const cookie of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (cookie.split(";", 1)[0] ?? "").split(/=(.*)/s);
      jar.set(name, value);
    }
  };
  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const csrf = await fetch(`${origin}/api/auth/csrf`);
  keep(csrf);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const { email, password } = visitor;
  const entered = await fetch(`${origin}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { "Content-Type": "application/x-www-form-urlencoded", Cookie: cookies(), Origin: origin },
    body: new URLSearchParams({ csrfToken, email, password, json: "true", callbackUrl: origin }),
  });
  keep(entered);
  if (![...jar.keys()].some((name) => name.endsWith("session"))) {
    throw new Error(`Signing in to load pages failed with status ${entered.status}`);
  }
  return cookies();
}

/** Loads pages one after another, without a pause, until it is told to stop. */
export function loadPages(origin: string, cookie: string): { stop: () => Promise<number> } {
  const stopping = new AbortController();
  const loading = (async () => {
    let loaded = 0;
    while (!stopping.signal.aborted) {
      const path = visited[loaded % visited.length] ?? "/";
      const response = await fetch(origin + path, { headers: { Cookie: cookie }, redirect: "manual" });
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`${path} answered ${response.status} instead of 200`);
      loaded++;
    }
    return loaded;
  })();
  // A failure is reported when the measurement ends.
  loading.catch(() => undefined);
  return {
    stop: () => {
      stopping.abort();
      return loading;
    },
  };
}
