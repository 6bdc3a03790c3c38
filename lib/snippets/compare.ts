import type { Demand, Offer, OfferedPatch } from "./demand";
import type { Served } from "./served";
import { stateKey, type TreeState } from "./tree";

type Fields = Readonly<Record<string, string>>;

/** Where an answer is not what AUS2 said: only what differs is named. */
export type Difference = { readonly expected: string; readonly got: string };

/** What became of the two halves of an answer; null: the same. */
export type AnswerComparison = { readonly complete: Difference | null; readonly partial: Difference | null };

/** Compares what a client state is served with what AUS2 offered it (null: no update). */
export function compareAnswer(offer: Offer | null, served: Served): AnswerComparison {
  if (served.kind === "other") {
    const difference = { expected: offer ? "an update" : "no update", got: served.says };
    return { complete: difference, partial: difference };
  }
  if (!offer) {
    const difference =
      served.kind === "nothing" ? null : { expected: "no update", got: describe(served.attributes) };
    return { complete: difference, partial: difference };
  }
  if (served.kind === "nothing") {
    return {
      complete: { expected: describe(updateFields(offer)), got: "no update" },
      partial: offer.partial && {
        expected: describe(patchFields("partial", offer.partial)),
        got: "no update",
      },
    };
  }
  return {
    complete:
      compareFields(updateFields(offer), served.attributes) ??
      comparePatch("complete", offer.complete, served.patches),
    partial: comparePatch("partial", offer.partial, served.patches),
  };
}

function updateFields({ updateType, attributes, buildID }: Offer): Fields {
  return { type: updateType, ...attributes, buildID };
}

function patchFields(type: string, { url, hashFunction, hashValue, size }: OfferedPatch): Fields {
  return { type, URL: url, hashFunction, hashValue, size: String(size) };
}

function comparePatch(
  type: "complete" | "partial",
  offered: OfferedPatch | null,
  served: readonly Fields[],
): Difference | null {
  const [first, ...rest] = served.filter((patch) => patch["type"] === type);
  if (rest.length > 0) return { expected: `one ${type}`, got: `${rest.length + 1} of them` };
  if (!offered) return first ? { expected: `no ${type}`, got: describe(first) } : null;
  const expected = patchFields(type, offered);
  return first ? compareFields(expected, first) : { expected: describe(expected), got: `no ${type}` };
}

function compareFields(expected: Fields, got: Fields): Difference | null {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(got)])].filter(
    (name) => expected[name] !== got[name],
  );
  if (names.length === 0) return null;
  const pick = (fields: Fields) => names.map((name) => one(name, fields[name])).join(" ");
  return { expected: pick(expected), got: pick(got) };
}

function describe(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => one(name, value))
    .join(" ");
}

function one(name: string, value: string | undefined): string {
  return value === undefined ? `no ${name}` : `${name}="${value}"`;
}

/** A file of a tree whose client is answered something else. */
export type FileDifference = Difference & { readonly path: string; readonly state: string };

export type FileComparison = { readonly same: number; readonly different: readonly FileDifference[] };

/** The same, counted in the files of one client state. */
export function compareFiles(entry: TreeState, { offer }: Demand, served: Served): FileComparison {
  const found = compareAnswer(offer, served);
  const files = [
    [entry.complete, found.complete],
    [entry.partial, found.partial],
  ] as const;
  const different = files.flatMap(([file, difference]) =>
    file && difference ? [{ path: file.path, state: stateKey(entry.state), ...difference }] : [],
  );
  return { same: files.filter(([file]) => file !== null).length - different.length, different };
}
