/**
 * Whether a page of this service itself made the request. Browsers send a session's cookie with requests that
 * other sites' pages make; these headers no page can forge.
 */
export function isSameOrigin(headers: Headers, ownUrl: string | undefined): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;
  const origin = headers.get("origin");
  if (origin === null) return site === "same-origin";
  if (ownUrl !== undefined && origin === new URL(ownUrl).origin) return true;
  return (
    URL.canParse(origin) && new URL(origin).host === (headers.get("x-forwarded-host") ?? headers.get("host"))
  );
}
