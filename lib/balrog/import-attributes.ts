import type { Place } from "./finding";
import { text } from "./row";
import { withoutEntities } from "./text";

/** What the schema of blobs and builds reads besides attributes. */
const structure = {
  blob: new Set([
    "name",
    "product",
    "schema_version",
    "hashFunction",
    "fileUrls",
    "ftpFilenames",
    "bouncerProducts",
    "oldVersionSpecialCases",
    "fakePartials",
    "updateLine",
    "platforms",
  ]),
  build: new Set(["buildID", "isOSUpdate", "complete", "partial", "completes", "partials"]),
};

/** The attributes of <update> that a blob or one of its builds says, by their names in XML. */
export function importAttributes(
  said: Readonly<Record<string, unknown>>,
  names: Readonly<Record<string, string>>,
  level: keyof typeof structure,
  place: Place,
): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [key, value] of Object.entries(said)) {
    if (value === null || value === undefined || structure[level].has(key)) continue;
    const name = names[key];
    const read = text.safeParse(value);
    if (name !== undefined && read.success) attributes[name] = withoutEntities(read.data);
    else reportIgnored(key, name !== undefined, place.inside(key));
  }
  return attributes;
}

function reportIgnored(key: string, known: boolean, place: Place): void {
  const what = known ? `${key} is no text` : `${key} is not known in this schema version`;
  place.warning(what, "Make sure that nothing depends on it", "It is ignored");
}
