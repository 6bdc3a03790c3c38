import type { Answer, Fields } from "./answer";

/** Kinds of differences, by what may have brought them. */
export type Cause =
  | "refused"
  | "old refused"
  | "malformed"
  | "old malformed"
  | "no longer offered"
  | "newly offered"
  | "other build"
  | "missing"
  | "extra"
  | "host"
  | "URL"
  | "hash"
  | "size"
  | "attribute"
  | "throttle";

export type Difference = {
  readonly cause: Cause;
  /** "update", "complete patch", "add-on gmp-x"; or what was refused. */
  readonly where: string;
  /** The attribute; null: all of it. */
  readonly field: string | null;
  readonly old: string | null;
  readonly new: string | null;
};

type Document = Extract<Answer, { kind: "document" }>;

/** Everything in which the new service answers otherwise; empty when a client could not tell the two apart. */
export function compareAnswers(before: Answer, now: Answer): Difference[] {
  if (before.kind === "refusal" || now.kind === "refusal") return compareRefusals(before, now);
  const faults = faultsOf(before, now);
  const [was, is] = [describeOffer(before), describeOffer(now)];
  if (was !== null && is === null) return [...faults, all("no longer offered", "update", was, "no update")];
  if (was === null && is !== null) return [...faults, all("newly offered", "update", "no update", is)];
  const ids = [before, now].map(({ things }) => things.get("update")?.get("buildID") ?? null);
  const isOtherBuild = ids[0] !== ids[1] && ids[0] !== null && ids[1] !== null;
  const found = isOtherBuild
    ? // Everything that is said of another build is another thing: only that there are patches can be compared.
      [all("other build", "update", was, is), ...compareThings(before, now, () => [])]
    : compareThings(before, now, compareFields);
  return [...faults, ...found];
}

function all(cause: Cause, where: string, old: string | null, now: string | null): Difference {
  return { cause, where, field: null, old, new: now };
}

function compareRefusals(before: Answer, now: Answer): Difference[] {
  if (now.kind === "refusal") {
    const old = before.kind === "refusal" ? before.says : (describeOffer(before) ?? "no update");
    return [all("refused", now.says, old, now.says)];
  }
  const says = before.kind === "refusal" ? before.says : "";
  return [all("old refused", says, says, describeOffer(now) ?? "no update")];
}

function faultsOf(before: Document, now: Document): Difference[] {
  if (now.fault !== null) return [all("malformed", "answer", before.fault, now.fault)];
  return before.fault === null ? [] : [all("old malformed", "answer", before.fault, null)];
}

/** What is offered, in short; null: no update. */
function describeOffer({ things }: Document): string | null {
  if (things.size === 0) return null;
  const update = things.get("update");
  if (!update) return [...things.keys()].join(", ");
  if (update.get("unsupported") === "true") return "a notice that there are no more updates";
  const version = ["displayVersion", "version", "appVersion", "extensionVersion"]
    .map((name) => update.get(name))
    .find((value) => value !== undefined);
  return [
    version ?? "an update",
    ...(update.has("buildID") ? [`of build ${update.get("buildID") ?? ""}`] : []),
  ].join(" ");
}

type CompareFields = (where: string, before: Fields, now: Fields) => Difference[];

function compareThings(before: Document, now: Document, compare: CompareFields): Difference[] {
  const names = new Set([...before.things.keys(), ...now.things.keys()]);
  return [...names].flatMap((where) => {
    const [was, is] = [before.things.get(where), now.things.get(where)];
    if (was && is) return compare(where, was, is);
    return was
      ? all("missing", where, describe(was), null)
      : all("extra", where, null, is ? describe(is) : null);
  });
}

function describe(fields: Fields): string {
  return fields.get("URL") ?? [...fields].map((pair) => pair.join("=")).join(" ");
}

function compareFields(where: string, before: Fields, now: Fields): Difference[] {
  return [...new Set([...before.keys(), ...now.keys()])].flatMap((field): Difference[] => {
    const [old, is] = [before.get(field) ?? null, now.get(field) ?? null];
    return old === is ? [] : [{ cause: causeOf(where, field, old, is), where, field, old, new: is }];
  });
}

function causeOf(where: string, field: string, old: string | null, now: string | null): Cause {
  if (field === "hashValue" || field === "hashFunction") return "hash";
  if (field === "size" && where !== "update") return "size";
  if (field !== "URL") return "attribute";
  const [was, is] = [splitUrl(old), splitUrl(now)];
  return was !== null && was.rest === is?.rest && was.host !== is.host ? "host" : "URL";
}

function splitUrl(url: string | null): { host: string; rest: string } | null {
  const [, scheme = "", host, rest = ""] = /^(https?:)\/\/([^/?#]*)(.*)$/i.exec(url ?? "") ?? [];
  return host === undefined ? null : { host, rest: `${scheme}${rest}` };
}
