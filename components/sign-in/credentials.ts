async function post(action: string, fields: Record<string, string>): Promise<Response> {
  const token = await fetch("/api/auth/csrf", { cache: "no-store" });
  const { csrfToken } = (await token.json()) as { csrfToken: string };
  return fetch(`/api/auth/${action}`, {
    method: "POST",
    body: new URLSearchParams({ ...fields, csrfToken, callbackUrl: "/", json: "true" }),
  });
}

export type SignInOutcome = "signed in" | "refused" | "unreachable";

/** What became of it; the server does not tell which of the two was wrong. */
export async function signIn(email: string, password: string): Promise<SignInOutcome> {
  try {
    const response = await post("callback/credentials", { email, password });
    return response.ok ? "signed in" : response.status === 401 ? "refused" : "unreachable";
  } catch (error) {
    if (error instanceof TypeError) return "unreachable";
    throw error;
  }
}

/** Ends the session on the server. The page has to be left, with everything on it. */
export async function signOut(): Promise<void> {
  await post("signout", {});
}
