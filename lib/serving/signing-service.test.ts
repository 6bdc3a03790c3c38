import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { log } from "@/lib/log";
import { isSignedBy } from "@/lib/signing/content-signature";
import { snapshot, updatePath } from "@/lib/testing/configurations";
import { signsWell, startFakeAutograph } from "@/lib/testing/fake-autograph";

import { drain } from "./drain";
import { createFrontServer } from "./front-server";
import { Metrics } from "./metrics";
import { noPages } from "./no-pages";
import { RemoteSigner } from "./remote-signer";
import { signerFrom } from "./signing-file";

const credentials = { id: "alice", secret: "fs5wgcer9qj819kfptdlp8gm227ew", keyid: "heron-updates" };
const folder = mkdtempSync(join(tmpdir(), "signing-service-"));
const write = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
write("secret", `${credentials.secret}\n`);
write("empty", "\n");

/** Long enough that no test ends before, short enough that none waits for it. */
const times = { limit: 5_000, patience: 10_000, firstPause: 100, longestPause: 100, pauseOfRefused: 100 };

let autograph: Awaited<ReturnType<typeof startFakeAutograph>>;
let current = snapshot();
let front: Server;

function startFront(other: Partial<typeof times> = {}): Server {
  const { id, keyid } = credentials;
  const file = write(
    "signing.json",
    JSON.stringify({ Heron: { service: autograph.service, keyid, id, secret: "secret" } }),
  );
  const metrics = new Metrics(() => {
    return { revision: 1, since: 0, pages: false, worker: false, queue: null };
  });
  const onFailure = () => {
    metrics.countSigningFailure();
  };
  return createFrontServer({
    snapshot: () => current,
    policy: {
      roll: () => 0,
      sticky: true,
      maxAge: 90,
      sign: signerFrom(file, { onFailure, times: { ...times, ...other } }),
    },
    trustedProxies: 0,
    web: noPages,
    state: () => ({ revision: 1, pages: false, worker: false }),
    counter: () => null,
    metrics: { of: metrics, readers: "near" },
  }).listen(0, "127.0.0.1");
}

beforeEach(async () => {
  current = snapshot();
  autograph = await startFakeAutograph(credentials);
  front = startFront();
  await once(front, "listening");
});
afterEach(async () => {
  autograph.release();
  await drain(front, 1000);
  await autograph.stop();
  vi.restoreAllMocks();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const portOf = (server: Server) => (server.address() as AddressInfo).port;
const at = (path: string) => `http://127.0.0.1:${portOf(front)}${path}`;
/** Of a product whose answers are not signed. */
const elsewhere = updatePath({ product: "Osprey" });
const get = (path = updatePath()) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;

async function ask(path = updatePath(), headers: Record<string, string> = {}) {
  const response = await fetch(at(path), { headers });
  const body = await response.text();
  const signature = response.headers.get("content-signature");
  return {
    status: response.status,
    body,
    isSigned: signature !== null && isSignedBy(autograph.publicKey, signature, body),
    signature,
    caching: response.headers.get("cache-control"),
    etag: response.headers.get("etag") ?? "",
  };
}

/** A client that keeps what it receives. */
function client(): { socket: Socket; received: () => string } {
  const socket = connect(portOf(front), "127.0.0.1").on("error", () => undefined);
  let received = "";
  socket.on("data", (chunk: Buffer) => (received += chunk.toString()));
  return { socket, received: () => received };
}

const unsigned = { status: 200, isSigned: false, signature: null, caching: "no-store" };
const asked = (count: number) => vi.waitUntil(() => autograph.asked.length === count);

describe("an answer that a service signs", () => {
  test("has a signature the first time, which is asked for once", async () => {
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(first).toMatchObject({ status: 200, isSigned: true, caching: "public, max-age=90" });
    expect(first.body).toContain("130.0");
    expect(second.signature).toBe(first.signature);
    expect((await ask()).signature).toBe(first.signature);
    expect(autograph.asked).toEqual([first.body]);
  });

  test("keeps its signature in a snapshot that changes nothing about it", async () => {
    const { signature } = await ask();
    current = snapshot({ revision: 2 });
    expect((await ask()).signature).toBe(signature);
    expect(autograph.asked).toHaveLength(1);
  });

  test("keeps nobody waiting but those who asked for it", async () => {
    autograph.hold();
    const waiting = ask();
    await asked(1);
    expect((await ask(elsewhere)).status).toBe(200);
    autograph.release();
    expect((await waiting).isSigned).toBe(true);
  });

  test("is told to those who have it by 304", async () => {
    const { etag } = await ask();
    current = snapshot({ revision: 2 });
    expect(await ask(updatePath(), { "if-none-match": etag })).toMatchObject({ status: 304, body: "" });
  });

  test.each([
    ["plain", [get(), get(elsewhere)]],
    ["pipelined", [get() + get(elsewhere)]],
    ["of different parsers", [get(), get(elsewhere).replace("GET", "HEAD") + get(elsewhere)]],
  ])("comes in its turn on a connection whose requests are %s", async (_, sent) => {
    autograph.hold();
    const { socket, received } = client();
    socket.write(sent[0] ?? "");
    await asked(1);
    for (const more of sent.slice(1)) socket.write(more);
    expect((await ask(elsewhere)).status).toBe(200);
    expect(received()).toBe("");
    autograph.release();
    const answers = sent.join("").split(" HTTP/1.1").length - 1;
    await vi.waitUntil(() => received().split("HTTP/1.1 200 OK").length - 1 === answers);
    await vi.waitUntil(() => received().endsWith("</updates>"));
    expect(received().indexOf("Content-Signature")).toBeGreaterThan(0);
    expect(received().indexOf("Content-Signature")).toBeLessThan(received().lastIndexOf("HTTP/1.1 200"));
    expect(received().lastIndexOf("Content-Signature")).toBe(received().indexOf("Content-Signature"));
    socket.destroy();
  });

  test.each([
    ["plain", get()],
    ["not plain", get().replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")],
    ["hardly HTTP", get(updatePath({ osVersion: "Lin\u00fcx 5" }))],
  ])("is still given when the server ends, to a request that is %s", async (_, sent) => {
    autograph.hold();
    const { socket, received } = client();
    socket.write(sent, "latin1");
    await asked(1);
    const rounds = vi.spyOn(front, "closeIdleConnections");
    const drained = drain(front, 5000);
    await vi.waitUntil(() => rounds.mock.calls.length >= 2);
    autograph.release();
    await Promise.all([once(socket, "close"), drained]);
    expect(received()).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\nContent-Signature: x5u=[^]*<\/updates>$/);
    front = startFront();
    await once(front, "listening");
  });

  test("does not mind a client that leaves meanwhile", async () => {
    autograph.hold();
    const { socket } = client();
    socket.write(get());
    await asked(1);
    socket.resetAndDestroy();
    autograph.release();
    expect((await ask()).isSigned).toBe(true);
  });

  test("may have been asked for by a client that says nothing more", async () => {
    autograph.hold();
    const socket = connect(portOf(front), "127.0.0.1");
    socket.end(get());
    await asked(1);
    autograph.release();
    expect(await text(socket)).toContain("\r\nContent-Signature: x5u=");
  });
});

describe("while the signing service", () => {
  test("is away, the same answer goes out unsigned and unkept; then it is signed", async () => {
    const warned = vi.spyOn(log, "warn");
    autograph.answers(() => ({ status: 503 }));
    const first = await ask();
    expect(first).toMatchObject(unsigned);
    expect(first.body).toContain("130.0");
    for (let again = 0; again < 5; again++) expect(await ask()).toMatchObject(unsigned);
    await vi.waitUntil(async () => {
      await ask();
      return autograph.asked.length >= 3;
    });
    expect(warned).toHaveBeenCalledOnce();
    const failures = /aus_signing_failures_total (\d+)/.exec((await ask("/metrics")).body)?.[1];
    expect(Number(failures)).toBeGreaterThanOrEqual(2);
    autograph.answers(signsWell);
    await vi.waitUntil(async () => (await ask()).isSigned);
    expect(await ask()).toMatchObject({ body: first.body, caching: "public, max-age=90" });
  });

  test("can't be reached, answers are unsigned", async () => {
    await autograph.stop();
    expect(await ask()).toMatchObject(unsigned);
  });

  test("is slow, nobody waits longer than the time given, and others do not wait at all", async () => {
    const limit = 500;
    await drain(front, 1000);
    front = startFront({ limit });
    await once(front, "listening");
    autograph.hold();
    const began = performance.now();
    expect(await ask()).toMatchObject(unsigned);
    expect(performance.now() - began).toBeGreaterThan(limit - 50);
    const other = performance.now();
    expect(await ask(updatePath({ locale: "fr" }))).toMatchObject(unsigned);
    expect(performance.now() - other).toBeLessThan(limit - 50);
    autograph.release();
    await vi.waitUntil(async () => (await ask()).isSigned);
  });

  test("is away, it is not asked again before its time", async () => {
    const signer = new RemoteSigner(
      { service: autograph.service, ...credentials },
      { times: { firstPause: 60_000 } },
    );
    autograph.answers(() => ({ status: 503 }));
    expect(await signer.sign("<updates/>")).toBeNull();
    expect(signer.sign("<updates/>")).toBeNull();
    expect(signer.sign("<updates></updates>")).toBeNull();
    expect(autograph.asked).toHaveLength(1);
  });

  test("is away, what was signed before stays signed", async () => {
    const { signature } = await ask();
    await autograph.stop();
    expect(await ask(updatePath({ locale: "fr" }))).toMatchObject(unsigned);
    current = snapshot({ revision: 2 });
    expect((await ask()).signature).toBe(signature);
  });
});

describe("an answer goes out unsigned when the service's", () => {
  const signedOtherwise = (change: object) => (right: readonly object[]) =>
    signsWell(right.map((one) => ({ ...one, ...change })));

  test.each([
    [
      "signature is not by the key that it names",
      (right: readonly object[]) => signedOtherwise({ type: "contentsignature" })(right),
    ],
    ["signature is none", signedOtherwise({ signature: "no signature" })],
    ["signature is of another kind", signedOtherwise({ mode: "p256ecdsa" })],
    ["certificates are nowhere", signedOtherwise({ x5u: "https://a.example/; p384ecdsa=x" })],
    ["key can't be read", signedOtherwise({ type: "contentsignature", public_key: "none" })],
    ["answer is no JSON", () => ({ status: 201, body: "<html>" })],
    ["answer is empty", () => ({ status: 201, body: "[]" })],
    ["answer is endless", () => ({ status: 201, body: " ".repeat(100_000) })],
    ["answer leads elsewhere", () => ({ status: 307, headers: { location: autograph.service } })],
    ["answer is a failure", () => ({ status: 500 })],
  ])("%s", async (_, manner) => {
    autograph.answers(manner);
    expect(await ask()).toMatchObject(unsigned);
    expect(autograph.asked).toHaveLength(1);
    autograph.answers(signsWell);
    await vi.waitUntil(async () => (await ask()).isSigned);
  });

  test("credentials are others", async () => {
    write("secret", "another");
    const another = startFront();
    await once(another, "listening");
    write("secret", credentials.secret);
    const response = await fetch(`http://127.0.0.1:${portOf(another)}${updatePath()}`);
    expect(response.headers.get("content-signature")).toBeNull();
    expect(autograph.asked).toHaveLength(0);
    await drain(another, 1000);
  });

  test("refusal of one body says nothing of others", async () => {
    autograph.answers((right) => (autograph.asked.length === 1 ? { status: 500 } : signsWell(right)));
    expect(await ask()).toMatchObject(unsigned);
    expect((await ask(updatePath({ locale: "fr" }))).isSigned).toBe(true);
  });
});

describe("many answers at once", () => {
  test("are sent a few at a time, each once", async () => {
    const signer = new RemoteSigner(
      { service: autograph.service, ...credentials },
      { times: { patience: 30_000 } },
    );
    const bodies = Array.from({ length: 60 }, (_, number) => `<updates>${number}</updates>`);
    const signatures = await Promise.all([...bodies, ...bodies].map(async (body) => signer.sign(body)));
    expect(
      signatures.every((one, i) => isSignedBy(autograph.publicKey, one ?? "", bodies[i % 60] ?? "")),
    ).toBe(true);
    expect(autograph.asked.sort()).toEqual([...bodies].sort());
    expect(autograph.mostAtOnce()).toBeLessThanOrEqual(4);
    expect(bodies.map((body) => signer.sign(body))).toEqual(signatures.slice(0, 60));
  });

  test("get their signature later when clients can't wait for so many", async () => {
    const signer = new RemoteSigner(
      { service: autograph.service, ...credentials },
      { times: { patience: 50, limit: 30_000 } },
    );
    autograph.hold();
    const bodies = Array.from({ length: 20 }, (_, number) => `<updates>${number}</updates>`);
    const early = await Promise.all(bodies.map(async (body) => signer.sign(body)));
    expect(early.every((signature) => signature === null)).toBe(true);
    expect(bodies.map((body) => signer.sign(body))).toEqual(early);
    const { turn } = signer;
    autograph.release();
    await vi.waitUntil(() => bodies.every((body) => typeof signer.sign(body) === "string"));
    expect(signer.turn).toBeGreaterThan(turn);
    expect(autograph.asked).toHaveLength(20);
  });
});

test("a signature is replaced while the old one is given", async () => {
  const times = { renewal: 50 };
  const signer = new RemoteSigner({ service: autograph.service, ...credentials }, { times });
  const first = await signer.sign("<updates/>");
  await vi.waitUntil(() => {
    const now = signer.sign("<updates/>");
    expect(typeof now).toBe("string");
    return now !== first;
  });
});

test.each([
  ["no address", { service: "autograph" }, "Heron/service: service must be an address"],
  ["an address with a password", { service: "https://a:b@c.example/sign/data" }, "no user, password"],
  ["no key", { keyid: "" }, "Heron/keyid"],
  ["an id that breaks out of its header", { id: 'a"b' }, "Heron/id: id must be of printable ASCII"],
  ["no secret", { secret: "absent" }, "absent can't be read"],
  ["an empty secret", { secret: "empty" }, "empty is empty"],
  ["a key file as well", { key: "a.pem" }, "key"],
])("a service with %s: the start ends with the file and what is wrong", (_, change, problem) => {
  const entry = {
    service: "https://c.example/sign/data",
    keyid: "k",
    id: "alice",
    secret: "secret",
    ...change,
  };
  const file = write("broken.json", JSON.stringify({ Heron: entry }));
  expect(() => signerFrom(file)).toThrow(problem);
  expect(() => signerFrom(file)).toThrow("AUS_SIGNING");
});
