import type { IncomingMessage, ServerResponse } from "node:http";

const explanation = "Updates are being served; the pages and the API will be back within moments.";

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="3">
<meta name="viewport" content="width=device-width">
<title>Back in a moment</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  main { max-width: 32rem; margin: 20vh auto; padding: 0 1rem }
</style>
<main>
  <h1>Back in a moment</h1>
  <p>${explanation} This page tries again by itself.</p>
</main>
</html>
`;

/** Answers a person or a program while the page process is away. */
export function pagesAway(request: IncomingMessage, response: ServerResponse, status: 502 | 503): void {
  const forProgram = request.url?.startsWith("/api/") ?? false;
  const problem = {
    type: "about:blank",
    title: "Back in a moment",
    status,
    detail: explanation,
    code: "away",
  };
  const body = forProgram ? JSON.stringify(problem) : page;
  response.writeHead(status, {
    "Content-Type": forProgram ? "application/problem+json" : "text/html; charset=utf-8",
    "Content-Length": Buffer.byteLength(body),
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Retry-After": "3",
    // What the client was still sending is not wanted any more.
    Connection: "close",
  });
  response.end(body);
}
