import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Public data of the predecessor systems, which stand beside the project and are not part of it. */
const directory = fileURLToPath(new URL("../../../../shared/data/vectors/", import.meta.url));

export const vectorsAreThere = existsSync(directory);

export const vectorFiles = ["aus2", "generated", "edge", "client", "blobs"] as const;

export type VectorFile = (typeof vectorFiles)[number];

export type RecordedAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** What broke Balrog, for answers of 500. */
  readonly cause?: string;
};

/** A request with the answer that Balrog gave. */
export type Vector = {
  readonly url: string;
  readonly method?: string;
  readonly userAgent?: string;
  /** What Balrog's dice showed, 0 to 99. */
  readonly rand?: number;
  readonly response: RecordedAnswer;
  /** What Balrog's code says to the same state where a test had replaced parts of it. */
  readonly oracle?: RecordedAnswer;
};

/** A whole configuration in Balrog's terms, with requests. */
export type Scenario = {
  readonly id: string;
  readonly rules: readonly Readonly<Record<string, unknown>>[];
  readonly requests: readonly Vector[];
};

/** The file, as `aus import balrog` is given it. */
export function vectorPath(file: VectorFile | "matchers"): string {
  return `${directory}${file}.json`;
}

const documents = new Map<VectorFile, unknown>();

export function readDocument(file: VectorFile): unknown {
  const document = documents.get(file) ?? (JSON.parse(readFileSync(vectorPath(file), "utf8")) as unknown);
  documents.set(file, document);
  return document;
}

export function readScenarios(file: VectorFile): Scenario[] {
  return (readDocument(file) as { scenarios: Scenario[] }).scenarios;
}

export type MatcherRow = {
  readonly fn: string;
  readonly args: readonly unknown[];
  readonly kwargs?: Readonly<Record<string, unknown>>;
  readonly result?: unknown;
  readonly raises?: string;
};

export function readMatchers(): MatcherRow[] {
  return (JSON.parse(readFileSync(vectorPath("matchers"), "utf8")) as { scenarios: MatcherRow[] }).scenarios;
}

/** What Balrog says to the vector's state and request. */
export function expectedOf(vector: Vector): RecordedAnswer {
  return vector.oracle ?? vector.response;
}

/** Balrog's other routes (its console, its heartbeat) are none of ours. */
export function isForClients({ url }: Vector): boolean {
  return /^\/+(update|json)(\/|$|\?)/.test(url);
}
