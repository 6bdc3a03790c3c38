import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

import { marFile, sha512 } from "@/lib/testing/mars";

import { temporaryDirectory } from "./command-line";

export type FileServer = {
  readonly host: string;
  /** What there is to download, by its path. */
  readonly files: Map<string, Buffer>;
  readonly stop: () => void;
};

/** Where clients download files from. */
export async function startFileServer(): Promise<FileServer> {
  const files = new Map<string, Buffer>();
  const server = http.createServer(({ url = "", headers: { range } }, response) => {
    const file = files.get(url);
    if (!file) response.writeHead(404).end();
    else if (range === undefined) response.writeHead(200, { "content-length": file.length }).end(file);
    else {
      const told = { "content-range": `bytes 0-2/${String(file.length)}` };
      response.writeHead(206, told).end(file.subarray(0, 3));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return { host, files, stop: () => void server.close() };
}

type Built = { product: string; version: string; locales?: readonly string[]; channelID?: string };

/** What a build leaves behind, MARs with their checksum file, uploaded to a folder of the server. @returns where it is */
export function buildMars(
  { files }: FileServer,
  folder: string,
  { product, version, locales = ["de", "fr"], channelID = "heron-test-release" }: Built,
): string {
  const directory = temporaryDirectory();
  const sums = locales.map((locale, index) => {
    const name = `${product.toLowerCase()}-${version}.${locale}.linux-x86_64.complete.mar`;
    const contents = { "application.ini": Buffer.alloc(1_000 + index, 65) };
    const bytes = marFile({ version, channelID, contents });
    fs.writeFileSync(path.join(directory, name), bytes);
    files.set(`${folder}/${name}`, bytes);
    return `${sha512(bytes)}  ${name}\n`;
  });
  fs.writeFileSync(path.join(directory, "SHA512SUMS"), sums.join(""));
  return directory;
}
