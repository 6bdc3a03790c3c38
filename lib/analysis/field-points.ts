import { splitComparison } from "@/lib/rules/comparison";
import { fallbackChannelOf } from "@/lib/protocol/request";

// For one field of a client's request each: values of every kind that conditions can tell apart. What clients say is
// ASCII, not empty, and, but for the system's version, without a slash.

export function isSayable(text: string): boolean {
  return text !== "" && /^[\u0000-\u007f]*$/.test(text) && !text.includes("/");
}

/** A character that occurs in none of the given texts. */
export function freshText(texts: readonly string[]): string {
  const used = new Set(texts.join(""));
  for (let code = 0x7e; code > 0; code--) {
    const character = String.fromCharCode(code);
    if (!/[\w/-]/.test(character) && !used.has(character)) return character;
  }
  throw new Error("The conditions use every character that there is");
}

/**
 * Channels: each that is named, partner channels of each, and others below each prefix.
 *
 * @param conditions the texts of conditions on channels
 */
export function channelPoints(conditions: readonly string[]): string[] {
  const fresh = freshText(conditions);
  const stems = new Set(conditions.flatMap((text) => [text, text.replace(/\*$/, "")]));
  const points = [...stems].flatMap((stem) => [stem, stem + fresh, `${stem}-cck-${fresh}`]);
  return [...new Set([fresh, ...points])].filter(isSayable);
}

/** What a channel says to conditions. */
export function saysChannel(channel: string) {
  return { channel, fallbackChannel: fallbackChannelOf(channel) };
}

/** Build IDs compare as strings: each bound, what follows it directly, and the lowest. */
export function buildIDPoints(conditions: readonly string[]): string[] {
  const bounds = conditions.map((text) => splitComparison(text).operand);
  return [...new Set(["!", ...bounds, ...bounds.map((bound) => `${bound}!`)])].filter(isSayable);
}

/** Megabytes around each bound. A client that does not say meets every condition. */
export function memoryPoints(conditions: readonly string[]): (number | null)[] {
  const bounds = conditions.map((text) => Number(splitComparison(text).operand));
  return [...new Set([...bounds.flatMap((bound) => [bound - 1, bound, bound + 1]), 0, null])];
}

/** How clients' systems call themselves. Each client has one. */
const system = /^(Windows|Linux|Darwin|Android|SunOS|FreeBSD|NetBSD|OpenBSD|AIX|HP-UX|BeOS|OS\/2)/;

/**
 * Systems that meet all of some conditions, with as few terms as can be: conditions only ask that terms are there,
 * so that a system with more of them meets no fewer conditions.
 */
export function osVersionPoints(must: readonly string[], all: readonly string[]): string[] {
  const between = freshText(all);
  let points: string[][] = [[]];
  for (const condition of must) {
    const alternatives = condition.split(",").map((text) => text.split("&&").map((term) => term.trim()));
    points = points.flatMap((point) => alternatives.map((terms) => [...point, ...terms]));
  }
  const texts = points.filter(isOneSystem).map((terms) => terms.filter((term) => term !== "").join(between));
  return [...new Set(texts.map((text) => (text === "" ? between : text)))].filter((text) =>
    /^[\u0000-\u007f]+$/.test(text),
  );
}

function isOneSystem(terms: readonly string[]): boolean {
  const names = terms.filter((term) => system.test(term));
  return names.every((a) => names.every((b) => a.startsWith(b) || b.startsWith(a)));
}

/** Values of a field that conditions compare as a whole: those that all of some name; another one where none does. */
export function valuePoints(must: readonly (readonly string[])[], all: readonly string[]): string[] {
  const [first, ...others] = must;
  if (!first) return [freshText(all)];
  return [...new Set(first)].filter(
    (value) => isSayable(value) && others.every((list) => list.includes(value)),
  );
}
