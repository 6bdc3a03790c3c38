import type { RampStep, Timing } from "@/lib/change-sets/timing";
import { Refusal } from "@/lib/errors";

type Fields = Readonly<Record<string, string>>;

/**
 * Reads when a change set is to take effect, as its form sends it: "kind", then "at-" and "rate-" with the place of
 * each step. An empty time: as soon as it is approved.
 *
 * @throws Refusal "invalid" at the field
 */
export function readTiming(fields: Fields): Timing {
  switch (fields["kind"]) {
    case "once":
      return { kind: "once" };
    case "time": {
      const at = timeIn(fields, 0);
      if (at === null) throw refusal("at-0", "Name a time, or let it take effect at once");
      return { kind: "time", at };
    }
    case "ramp":
      return { kind: "ramp", rules: rulesIn(fields["rules"] ?? ""), steps: stepsIn(fields) };
    case "steps":
      return { kind: "steps", times: placesOf(fields, "at").map((place) => timeIn(fields, place)) };
    default:
      throw refusal("kind", "Choose when it is to take effect");
  }
}

function placesOf(fields: Fields, name: string): number[] {
  const places: number[] = [];
  while (fields[`${name}-${places.length}`] !== undefined) places.push(places.length);
  return places;
}

function timeIn(fields: Fields, place: number): Date | null {
  const name = `at-${place}`;
  const text = fields[name] ?? "";
  if (text === "") return null;
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw refusal(name, `“${text}” is no time`);
  return at;
}

function stepsIn(fields: Fields): RampStep[] {
  return placesOf(fields, "rate").map((place) => {
    const text = fields[`rate-${place}`] ?? "";
    if (!/^(\d{1,2}|100)$/.test(text)) {
      throw refusal(`rate-${place}`, "Write a whole percentage from 0 to 100");
    }
    return { at: timeIn(fields, place), rate: Number(text) };
  });
}

function rulesIn(text: string): number[] {
  return text
    .split(",")
    .map(Number)
    .filter((id) => Number.isSafeInteger(id) && id > 0);
}

/** A refusal whose errors about steps are told at the fields that they came from. */
export function atFields(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  const errors = error.errors.map(({ pointer, detail }) => ({ pointer: fieldOf(pointer), detail }));
  const { conflicts, missing } = error;
  return new Refusal(error.code, error.message, { errors, conflicts, missing });
}

function fieldOf(pointer: string): string {
  const [, place = "", rest = ""] = /^\/steps\/(\d+)\/(.*)$/.exec(pointer) ?? [];
  if (rest === "at") return `/at-${place}`;
  return rest.endsWith("/backgroundRate") ? `/rate-${place}` : pointer;
}

function refusal(name: string, detail: string): Refusal {
  return new Refusal("invalid", detail, { errors: [{ pointer: `/${name}`, detail }] });
}
