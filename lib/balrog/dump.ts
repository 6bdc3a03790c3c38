import type { Place } from "./finding";

export type Placed = { readonly value: unknown; readonly place: Place };

/** What a set of Balrog's files holds, each thing still as it was written. */
export type Dump = {
  readonly rules: Placed[];
  /** Blobs, bare or in their rows. */
  readonly releases: Placed[];
  readonly pins: Placed[];
  readonly shutOffs: Placed[];
  readonly allowlists: Placed[];
  readonly forceHosts: Placed[];
  /** By release name, from a list of releases without their blobs. */
  readonly products: Map<string, string>;
};

type Table = "rules" | "releases" | "pins" | "shutOffs";

const tables: Readonly<Record<string, Table>> = {
  rules: "rules",
  releases: "releases",
  pins: "pins",
  emergency_shutoffs: "shutOffs",
  shutoffs: "shutOffs",
};
const lists: Readonly<Record<string, "allowlists" | "forceHosts">> = {
  allowlist: "allowlists",
  specialForceHosts: "forceHosts",
};
/** What may stand beside them and says nothing about the configuration. */
const asides: ReadonlySet<string> = new Set(["count", "id", "comment", "source", "requests"]);

/**
 * Sorts files by what they hold: the answers of Balrog's public API (`{count, rules}`, one blob per release) or
 * a document with everything.
 *
 * @param scenario which of several configurations in one file, by id or by number from 1.
 */
export function readDump(documents: readonly Placed[], scenario: string | null): Dump {
  const dump: Dump = {
    rules: [],
    releases: [],
    pins: [],
    shutOffs: [],
    allowlists: [],
    forceHosts: [],
    products: new Map(),
  };
  for (const document of documents) {
    const chosen = chooseScenario(document, scenario);
    if (chosen) addDocument(dump, chosen);
  }
  return dump;
}

function chooseScenario(whole: Placed, wanted: string | null): Placed | null {
  const all = isObject(whole.value) ? whole.value["scenarios"] : undefined;
  if (!Array.isArray(all)) return whole;
  const ids = all.map((scenario: unknown) => (isObject(scenario) ? String(scenario["id"]) : "?"));
  const index = wanted === null ? (all.length === 1 ? 0 : -1) : findScenario(ids, wanted);
  if (index >= 0) return { value: all[index], place: whole.place.inside("scenarios", index) };
  const what =
    wanted === null
      ? `The file holds ${all.length} configurations`
      : `The file holds no configuration "${wanted}"`;
  const names = ids.map((id, i) => `${i + 1} ${id}`).join(", ");
  whole.place.inside("scenarios").error(what, `Choose one of: ${names}`, "The file is left out");
  return null;
}

function findScenario(ids: readonly string[], wanted: string): number {
  const index = ids.indexOf(wanted);
  return index < 0 && /^[1-9]\d*$/.test(wanted) && Number(wanted) <= ids.length ? Number(wanted) - 1 : index;
}

function addDocument(dump: Dump, { value, place }: Placed): void {
  if (
    !isObject(value) ||
    !Object.keys(value).some((key) => key in tables || key in lists || isBlobKey(key))
  ) {
    const remedy =
      'A blob has "schema_version"; other documents have "rules", "releases", "pins" or the like';
    place.error("This is no document of Balrog's", remedy, "The file is left out");
  } else if (Object.keys(value).some(isBlobKey)) {
    dump.releases.push({ value, place });
  } else {
    for (const [key, part] of Object.entries(value)) {
      addPart(dump, key, { value: part, place: place.inside(key) });
    }
  }
}

function isBlobKey(key: string): boolean {
  return key === "schema_version" || key === "blob";
}

function addPart(dump: Dump, key: string, part: Placed): void {
  const table = tables[key];
  const list = lists[key];
  if (table) addRows(dump, table, part);
  else if (list) dump[list].push(part);
  else if (!asides.has(key)) {
    part.place.warning(`${key} is not known here`, "Make sure that nothing depends on it", ignored);
  }
}

const ignored = "It is ignored";

function addRows(dump: Dump, table: Table, { value, place }: Placed): void {
  if (!Array.isArray(value)) {
    place.error("A list is expected", "Write a list of rows", ignored);
    return;
  }
  for (const [i, row] of value.entries()) {
    const placed = { value: row as unknown, place: place.inside(i) };
    if (table === "releases" && isObject(row) && !Object.keys(row).some(isBlobKey)) {
      noteProduct(dump, row, placed.place);
    } else dump[table].push(placed);
  }
}

/** Balrog's list of releases has no blobs: it is good for telling products only. */
function noteProduct(dump: Dump, row: Record<string, unknown>, place: Place): void {
  const { name, product } = row;
  if (typeof name === "string" && typeof product === "string") dump.products.set(name, product);
  else place.error("blob is missing", "Add the release's blob", "The release is left out");
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
