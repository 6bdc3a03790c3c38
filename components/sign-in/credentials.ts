async function post(action: string, fields: Record<string, string>): Promise<Response> {
  const token = await fetch("/api/auth/csrf", { cache: "no-store" });
  const { csrfToken } = (await token.json()) as { csrfToken: string };
  return fetch(`/api/auth/${action}`, {
    method: "POST",
    body: new URLSearchParams({ callbackUrl: "/", ...fields, csrfToken, json: "true" }),
  });
}

export type SignInOutcome =
  | { kind: "signed in" }
  /** The server does not tell which of the two was wrong. */
  | { kind: "refused" }
  /** Too many attempts from here. */
  | { kind: "limited"; minutes: number }
  | { kind: "unreachable" };

export async function signIn(email: string, password: string): Promise<SignInOutcome> {
  return reaching(async () => {
    const response = await post("callback/credentials", { email, password });
    if (response.ok) return { kind: "signed in" };
    if (response.status !== 401) return { kind: "unreachable" };
    return readRefusal((await response.json()) as { url?: string });
  });
}

/** The sign-in library hands a refusal on as a parameter of the page that it would show. */
function readRefusal({ url }: { url?: string }): SignInOutcome {
  const error = new URL(url ?? "", window.location.href).searchParams.get("error") ?? "";
  const seconds = /^limited:(\d+)$/.exec(error)?.[1];
  if (seconds !== undefined) return { kind: "limited", minutes: Math.ceil(Number(seconds) / 60) };
  return { kind: error === "unavailable" ? "unreachable" : "refused" };
}

async function reaching<T>(ask: () => Promise<T>): Promise<T | { kind: "unreachable" }> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return { kind: "unreachable" };
    throw error;
  }
}

/**
 * Where to go to sign in at the provider; null when it can't be reached.
 * @param next where to come back to, a path of ours
 */
export async function findProviderPage(next: string): Promise<string | null> {
  const found = await reaching(async () => {
    const response = await post("signin/oidc", { callbackUrl: next });
    const { url } = (await response.json()) as { url?: string };
    return { kind: "found" as const, url };
  });
  if (found.kind !== "found" || found.url === undefined) return null;
  const isElsewhere = new URL(found.url, window.location.href).origin !== window.location.origin;
  return isElsewhere ? found.url : null;
}

/** Ends the session on the server. The page has to be left, with everything on it. */
export async function signOut(): Promise<void> {
  await post("signout", {});
}
