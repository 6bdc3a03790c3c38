/** How a log is written. "auto": found out line by line. */
export type LogFormat = "auto" | "access" | "json" | "url";

export const logFormats: readonly LogFormat[] = ["auto", "access", "json", "url"];

export type ReadLine =
  | { readonly kind: "request"; readonly target: string; readonly userAgent: string | null }
  | { readonly kind: "none"; readonly reason: NoRequest };

/** Why a line says nothing of a client. */
export type NoRequest =
  | "empty line or comment"
  | "no request in the line"
  | "no such field in the JSON"
  | "another method than GET";

export type LineOptions = {
  readonly format: LogFormat;
  /** Where a line of JSON has the request: a name, or names joined by "."; null: one of the usual. */
  readonly field: string | null;
};

const usualFields = ["request", "request_uri", "uri", "url", "path", "http.request.target", "url.original"];
const userAgentFields = ["user_agent", "http_user_agent", "userAgent", "agent", "user_agent.original"];

/** Finds the request that one line of a log tells of: Apache's common or combined, nginx's, a URL or path alone, or JSON. */
export function readLine(line: string, { format, field }: LineOptions): ReadLine {
  const text = line.trim();
  if (text === "" || text.startsWith("#")) return none("empty line or comment");
  switch (format === "auto" ? formatOf(text) : format) {
    case "json":
      return readJson(text, field);
    case "url":
      return readRequestText(text, null);
    default:
      return readAccessLine(text);
  }
}

function formatOf(text: string): LogFormat {
  if (text.startsWith("{")) return "json";
  return /^(https?:\/\/|\/)\S*$/i.test(text) ? "url" : "access";
}

function none(reason: NoRequest): ReadLine {
  return { kind: "none", reason };
}

/** The request line in quotes, and the two further quoted texts of the combined format. */
const accessLine =
  /"([A-Z]+) ([^"\s\\]*(?:\\.[^"\s\\]*)*) HTTP\/[\d.]+"(?:[^"]*"(?:[^"\\]|\\.)*"\s+"((?:[^"\\]|\\.)*)")?/;

function readAccessLine(text: string): ReadLine {
  const [, method, target, userAgent] = accessLine.exec(text) ?? [];
  if (method === undefined || target === undefined) return none("no request in the line");
  return ofMethod(method, unescapeLog(target), userAgent ?? null);
}

/** Apache and nginx write bytes that could break a line as `\xHH`, and quotes as `\"`. */
function unescapeLog(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:x([0-9A-Fa-f]{2})|(.))/g, (_, hex?: string, plain?: string) =>
    hex === undefined ? (plain ?? "") : `%${hex.toUpperCase()}`,
  );
}

function ofMethod(method: string, target: string, userAgent: string | null): ReadLine {
  if (method !== "GET" && method !== "HEAD") return none("another method than GET");
  return { kind: "request", target: withoutHost(target), userAgent };
}

/** "GET /update/… HTTP/1.1", or a URL or path alone. */
function readRequestText(text: string, userAgent: string | null): ReadLine {
  const [, method = "GET", target] = /^(?:([A-Z]+)\s+)?(\S+)(?:\s+HTTP\/[\d.]+)?$/.exec(text) ?? [];
  if (target === undefined || !/^(https?:\/\/|\/)/i.test(target)) return none("no request in the line");
  return ofMethod(method, target, userAgent);
}

function withoutHost(target: string): string {
  const path = /^https?:\/\/[^/?#]*(.*)$/i.exec(target)?.[1];
  return path === undefined ? target : path || "/";
}

function readJson(text: string, field: string | null): ReadLine {
  const data = parse(text);
  if (data === null) return none("no request in the line");
  const request = firstText(data, field === null ? usualFields : [field]);
  if (request === null) return none("no such field in the JSON");
  return readRequestText(request.trim(), firstText(data, userAgentFields));
}

function parse(text: string): object | null {
  try {
    const data = JSON.parse(text) as unknown;
    return typeof data === "object" ? data : null;
  } catch {
    return null;
  }
}

function firstText(data: object, fields: readonly string[]): string | null {
  for (const field of fields) {
    const value = valueAt(data, field);
    if (typeof value === "string") return value;
  }
  return null;
}

/** A field of that very name comes before one inside another. */
function valueAt(data: object, field: string): unknown {
  if (Object.hasOwn(data, field)) return (data as Record<string, unknown>)[field];
  return field.split(".").reduce<unknown>((inside, name) => {
    const isThere = typeof inside === "object" && inside !== null && Object.hasOwn(inside, name);
    return isThere ? (inside as Record<string, unknown>)[name] : undefined;
  }, data);
}
