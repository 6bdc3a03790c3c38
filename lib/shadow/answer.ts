import { readXml, type Element } from "./xml";

export type Fields = ReadonlyMap<string, string>;

/** What a service sent back. */
export type Given = {
  readonly status: number;
  readonly body: string;
  /** A roll decided it, as `Cache-Control: private` says. */
  readonly rolled?: boolean;
};

/** An answer as a client reads it, whatever its layout and the order of its attributes. */
export type Answer =
  | {
      readonly kind: "document";
      /** "update", "complete patch", "add-on gmp-x" … → what is said of it. None: no update. */
      readonly things: ReadonlyMap<string, Fields>;
      /** Why it is not well-formed, though it could be read. */
      readonly fault: string | null;
    }
  | { readonly kind: "refusal"; readonly status: number; readonly says: string };

export type Form = "xml" | "json";

export function readAnswer({ status, body }: Given, form: Form): Answer {
  if (form === "json") return readJsonAnswer(status, body);
  if (status !== 200) return refusal(status, `status ${status}`);
  const { root, fault } = readXml(body);
  if (root?.name !== "updates") {
    return refusal(status, root ? `a document of <${root.name}>` : "something that is no XML");
  }
  const things = new Map<string, Fields>();
  collect(root, things);
  return { kind: "document", things, fault };
}

/** No update, as every service says it. */
export const nothing: Answer = { kind: "document", things: new Map(), fault: null };

function refusal(status: number, says: string): Answer {
  return { kind: "refusal", status, says };
}

function collect(element: Element, things: Map<string, Fields>): void {
  for (const child of element.children) {
    const said = child.text === "" ? child.attributes : new Map([...child.attributes, ["text", child.text]]);
    things.set(unused(nameOf(child), things), said);
    collect(child, things);
  }
}

function nameOf({ name, attributes }: Element): string {
  if (name === "patch") return `${attributes.get("type") ?? "unnamed"} patch`;
  if (name === "addons") return "add-ons";
  if (name === "addon") return `add-on ${attributes.get("id") ?? "without id"}`;
  return name;
}

function unused(name: string, things: ReadonlyMap<string, Fields>): string {
  let candidate = name;
  for (let n = 2; things.has(candidate); n++) candidate = `${name} ${n}`;
  return candidate;
}

/** Products whose clients read JSON take 404 for "no update". */
function readJsonAnswer(status: number, body: string): Answer {
  if (status === 404) return nothing;
  if (status !== 200) return refusal(status, `status ${status}`);
  const data = parseObject(body);
  if (data === null) return refusal(status, "something that is no JSON");
  const fields = Object.entries(data).map(([name, value]) => [name, textOf(value)] as const);
  return { kind: "document", things: new Map([["update", new Map(fields)]]), fault: null };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function parseObject(text: string): object | null {
  try {
    const data = JSON.parse(text) as unknown;
    return typeof data === "object" ? data : null;
  } catch {
    return null;
  }
}
