/** What the SYSTEM_CAPABILITIES segment says. */
export type SystemCapabilities = {
  /** Empty where the client does not say; null where what it says cannot be read. */
  readonly instructionSet: string | null;
  /** Megabytes. */
  readonly memory: number | null;
  /** Whether the JAWS screen reader, which some versions cannot run with, is there. */
  readonly jaws: boolean | null;
};

const unknown: SystemCapabilities = { instructionSet: "", memory: null, jaws: null };

/** Reads `ISET:SSE4_2,MEM:8192,JAWS:0`, or the older `SSE4_2` and `SSE4_2,8192`. */
export function parseSystemCapabilities(text: string): SystemCapabilities {
  if (text === "") return unknown;
  if (!text.startsWith("ISET:")) return parseOldForm(text);
  let { instructionSet, memory, jaws }: SystemCapabilities = unknown;
  for (const part of text.split(",")) {
    const [name, value] = part.split(":", 2);
    if (value === undefined) continue;
    if (name === "ISET") instructionSet = value;
    else if (name === "MEM") memory = parseInteger(value);
    else if (name === "JAWS") jaws = parseJaws(value);
  }
  return { instructionSet, memory, jaws };
}

function parseOldForm(text: string): SystemCapabilities {
  const parts = text.split(",");
  if (parts.length > 2) return { ...unknown, instructionSet: null };
  return { ...unknown, instructionSet: parts[0] ?? "", memory: parseInteger(parts[1]) };
}

function parseJaws(value: string): boolean | null {
  const number = parseInteger(value);
  return number === null ? null : number !== 0;
}

function parseInteger(text: string | undefined): number | null {
  return text !== undefined && /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : null;
}
