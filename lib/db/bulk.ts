const mostRows = 2_000;
const mostCharacters = 4_000_000;

/** Joins JSON texts to arrays of a size that one statement takes well. */
export function* jsonChunks(texts: Iterable<string>): Generator<{ json: string; count: number }> {
  let chunk: string[] = [];
  let characters = 0;
  for (const text of texts) {
    chunk.push(text);
    characters += text.length;
    if (chunk.length >= mostRows || characters >= mostCharacters) {
      yield { json: `[${chunk.join(",")}]`, count: chunk.length };
      chunk = [];
      characters = 0;
    }
  }
  if (chunk.length > 0) yield { json: `[${chunk.join(",")}]`, count: chunk.length };
}
