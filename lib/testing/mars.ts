import { createHash } from "node:crypto";

/** What a MAR-shaped file of tests says of itself. */
export type MarParts = {
  readonly format?: "old" | "new";
  /** Null: without product information. */
  readonly channelID?: string | null;
  readonly version?: string;
  readonly contents?: Readonly<Record<string, Uint8Array>>;
  /** How many signatures it carries, which sign nothing. */
  readonly signatures?: number;
};

const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const text = (value: string) => Buffer.from(`${value}\0`);

/** A file that is a MAR as far as readers of MARs can tell; what it holds updates nothing. */
export function marFile({
  format = "new",
  channelID = "heron-test-release",
  version = "98.0",
  contents = {
    "updatev3.manifest": Buffer.from('type "complete"\n'),
    "application.ini": Buffer.alloc(100, 65),
  },
  signatures = 1,
}: MarParts = {}): Buffer {
  const head = format === "old" ? Buffer.alloc(0) : headOf(channelID, version, signatures);
  const start = 8 + (format === "old" ? 0 : 8) + head.length;
  const names = Object.keys(contents);
  const parts = names.map((name) => Buffer.from(contents[name] ?? []));
  const offsets = parts.map((_, i) => parts.slice(0, i).reduce((sum, { length }) => sum + length, start));
  const entries = names.map((name, i) =>
    Buffer.concat([uint32(offsets[i] ?? 0), uint32(parts[i]?.length ?? 0), uint32(0o644), text(name)]),
  );
  const index = Buffer.concat(entries);
  const indexOffset = parts.reduce((sum, { length }) => sum + length, start);
  const size = indexOffset + 4 + index.length;
  return Buffer.concat([
    Buffer.from("MAR1"),
    uint32(indexOffset),
    ...(format === "old" ? [] : [uint32(0), uint32(size), head]),
    ...parts,
    uint32(index.length),
    index,
  ]);
}

function headOf(channelID: string | null, version: string, signatures: number): Buffer {
  const signature = Buffer.concat([uint32(2), uint32(512), Buffer.alloc(512, 7)]);
  const block = channelID === null ? null : Buffer.concat([text(channelID), text(version)]);
  return Buffer.concat([
    uint32(signatures),
    ...Array.from({ length: signatures }, () => signature),
    uint32(block ? 1 : 0),
    ...(block ? [uint32(block.length + 8), uint32(1), block] : []),
  ]);
}

export function sha512(bytes: Uint8Array): string {
  return createHash("sha512").update(bytes).digest("hex");
}
