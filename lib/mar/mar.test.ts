import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { marFile } from "@/lib/testing/mars";

import { describeMarFinding, readMar, type RandomAccess } from "./mar";

function sourceOf(bytes: Uint8Array): RandomAccess & { readonly reads: number[] } {
  const reads: number[] = [];
  return {
    size: bytes.length,
    reads,
    read: (offset, length) => {
      reads.push(length);
      return Promise.resolve(bytes.subarray(offset, offset + length));
    },
  };
}

const readBytes = (bytes: Uint8Array) => readMar("x.mar", sourceOf(bytes));

async function finding(bytes: Uint8Array): Promise<string> {
  const read = await readBytes(bytes);
  return read.kind === "broken" ? describeMarFinding(read.finding) : "none";
}

describe("a MAR", () => {
  test("says its contents, signatures, channel ID and version", async () => {
    expect(await readBytes(marFile({ channelID: "heron-beta", version: "98.0b2", signatures: 2 }))).toEqual({
      kind: "mar",
      mar: {
        format: "new",
        entries: [
          { name: "updatev3.manifest", offset: 1090, size: 16, flags: 0o644 },
          { name: "application.ini", offset: 1106, size: 100, flags: 0o644 },
        ],
        signatures: [
          { algorithm: "RSA-PKCS1-SHA384", size: 512 },
          { algorithm: "RSA-PKCS1-SHA384", size: 512 },
        ],
        product: { channelID: "heron-beta", version: "98.0b2" },
      },
    });
  });

  test("of the old format has neither signatures nor product information", async () => {
    const read = await readBytes(marFile({ format: "old" }));
    expect(read).toMatchObject({ kind: "mar", mar: { format: "old", signatures: [], product: null } });
  });

  test("may lack product information and signatures", async () => {
    const read = await readBytes(marFile({ channelID: null, signatures: 0 }));
    expect(read).toMatchObject({ kind: "mar", mar: { format: "new", product: null } });
  });

  test("of 60 MB is read by its head and its index", async () => {
    const source = sourceOf(marFile({ contents: { "omni.ja": Buffer.alloc(60_000_000) } }));
    expect(await readMar("x.mar", source)).toMatchObject({ kind: "mar" });
    expect(source.reads.length).toBeLessThanOrEqual(3);
    expect(source.reads.reduce((sum, length) => sum + length)).toBeLessThan(40_000);
  });
});

describe("what is no MAR is told by the byte:", () => {
  const whole = marFile();
  const altered = (offset: number, value: number) => {
    const bytes = Buffer.from(whole);
    bytes.writeUInt32BE(value, offset);
    return bytes;
  };

  test.each([
    ["an empty file", Buffer.alloc(0), 'byte 0: expected "MAR1", as a MAR begins, found an empty file'],
    [
      "a ZIP",
      Buffer.from("PK\u0003\u0004…"),
      'byte 0: expected "MAR1", as a MAR begins, found "PK\\u0003\\u0004"',
    ],
    ["a page", Buffer.from("<!doctype html>"), 'byte 0: expected "MAR1", as a MAR begins, found "<!do"'],
    ["four bytes", Buffer.from("MAR1"), "byte 4: expected the offset of the index, found the end"],
    ["an index beyond the end", altered(4, 1_000_000), "byte 4: expected the offset of an index within"],
    ["another size", altered(12, 5), `byte 8: expected the file's size, ${whole.length}, found 5`],
    ["900 signatures", altered(16, 900), "byte 16: expected up to 8 signatures, found 900"],
    ["a huge signature", altered(24, 9_999_999), "byte 24: expected a signature of up to 2048 bytes"],
  ])("%s", async (_, bytes, told) => {
    expect(await finding(bytes)).toContain(`x.mar, ${told}`);
  });

  test("cut short anywhere", async () => {
    for (let length = 0; length < whole.length; length++) {
      expect(await finding(whole.subarray(0, length))).toMatch(/^x\.mar, byte \d+: expected .+, found .+/);
    }
  });

  test("any bytes", async () => {
    const bytes = fc.uint8Array({ maxLength: 400 });
    await fc.assert(
      fc.asyncProperty(bytes, fc.boolean(), async (tail, isMagic) => {
        const read = await readBytes(isMagic ? Buffer.concat([Buffer.from("MAR1\0\0\0"), tail]) : tail);
        if (read.kind === "broken") expect(read.finding.offset).toBeLessThanOrEqual(tail.length + 7);
      }),
    );
  });
});
