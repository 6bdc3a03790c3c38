import type { Version } from "./version";

/** The version that a client wants to stay on: all of 102.x, or all of 102.1.x. */
export type PinnedVersion = readonly number[];

/** Reads `102.` or `102.1.`; null when it is no pin. */
export function parsePin(text: string): PinnedVersion | null {
  const found = /^(\d+)\.(?:(\d+)\.)?\n?$/.exec(text);
  if (!found) return null;
  return found.slice(1).filter(isPresent).map(Number);
}

/** The second part of a pin is optional; the types of RegExp do not say so. */
function isPresent(part: string | undefined): part is string {
  return part !== undefined;
}

/** `01.` is `1.`: the form in which the table of pins holds it. */
export function pinText(pin: PinnedVersion): string {
  return pin.map((part) => `${part}.`).join("");
}

/** True when a version lies after everything that the pin covers. */
export function isBeyondPin(version: Version, pin: PinnedVersion): boolean {
  for (const [i, part] of pin.entries()) {
    const difference = (version.numbers[i] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return false;
}
