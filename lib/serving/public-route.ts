const publicRoute = /^\/+(update2?|json)(?:[/?]|$)/;

/** Whether a path is /update, /update2 or /json, or below them, which clients ask for. */
export function isPublicRoute(url: string): boolean {
  return url.startsWith("/update/") || publicRoute.test(url);
}

/** Where a client's path begins; some have a second slash in front. */
export function publicRoot(url: string): string | undefined {
  const name = publicRoute.exec(url)?.[1];
  return name === undefined ? undefined : `/${name}/`;
}

const preview = /^\/preview\/([\w-]{1,64})(\/.*)$/;

/** The token of a preview and what is asked for below it. */
export function previewRoute(url: string): { token: string; url: string } | undefined {
  const [, token, rest] = preview.exec(url) ?? [];
  return token === undefined || rest === undefined ? undefined : { token, url: rest };
}

/** A request's target as path and query: through a proxy it may come as a whole address. */
export function pathOf(target: string): string {
  if (target.startsWith("/")) return target;
  const address = /^https?:\/\/[^/?#]*/i.exec(target);
  const path = address ? target.slice(address[0].length) : target;
  return path.startsWith("/") ? path : `/${path}`;
}

const emptyUpdate = '<?xml version="1.0"?>\n<updates>\n</updates>';

/**
 * A whole HTTP response for what is no HTTP request that could be answered. Its body is an empty update: a client
 * behind a broken proxy may sit at the other end.
 */
export function refusal(status: string): string {
  return [
    `HTTP/1.1 ${status}`,
    "Connection: close",
    "Content-Type: text/xml; charset=utf-8",
    `Content-Length: ${emptyUpdate.length}`,
    "Cache-Control: no-store",
    "X-Content-Type-Options: nosniff",
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
    "",
    emptyUpdate,
  ].join("\r\n");
}

/** Where the page process leaves path and query as they were sent. */
export const rawUrlHeader = "x-aus-raw-url";
