import { clients } from "./clients";

/** As many letters as an answer has on average. */
export function constantBody(): string {
  const sample = clients(5000);
  const total = sample.reduce((sum, { expected }) => sum + (expected[0] ?? "").length, 0);
  return "x".repeat(Math.round(total / sample.length));
}

/** The headers that an answer to a client has. */
export function answerHeaders(length: number): string[] {
  return [
    ...["Content-Type", "text/xml; charset=utf-8"],
    ...["Content-Length", String(length)],
    ...["Cache-Control", "public, max-age=90"],
    ...["X-Content-Type-Options", "nosniff"],
    ...["Strict-Transport-Security", "max-age=31536000; includeSubDomains"],
    ...["Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"],
    ...["Rule-ID", "1"],
    ...["Rule-Data-Version", "1"],
  ];
}
