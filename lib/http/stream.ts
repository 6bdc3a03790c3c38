import type { Configuration } from "@/lib/configuration/configuration";

/** A configuration as JSON, a release at a time: as one text it can be larger than a text may be. */
export function streamConfiguration(configuration: Configuration, revision: number): Response {
  const parts = partsOf(configuration);
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { value, done } = parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
  return new Response(stream, {
    headers: {
      "content-type": "application/json",
      "cache-control": "no-store",
      "aus-revision": String(revision),
    },
  });
}

function* partsOf(configuration: Configuration): Generator<string, undefined> {
  let before = "{";
  for (const [name, value] of Object.entries(configuration)) {
    yield `${before}${JSON.stringify(name)}:`;
    if (name === "releases") yield* listParts(configuration.releases);
    else yield JSON.stringify(value);
    before = ",";
  }
  yield "}";
}

function* listParts(rows: readonly unknown[]): Generator<string, undefined> {
  yield "[";
  for (const [index, row] of rows.entries()) yield (index === 0 ? "" : ",") + JSON.stringify(row);
  yield "]";
}
