import fs from "node:fs";
import path from "node:path";

import { expect, test } from "vitest";

import { recordingIo, startServer, type Asked, type Reply } from "@/lib/testing/command-line";

import { runCli } from "./program";

const anna = { kind: "person", name: "Anna", email: "anna@example.com", grants: [] };

const service = ({ method, body }: Asked): Reply => {
  if (method === "DELETE") return { body: {} };
  if (method === "GET") return { body: anna };
  const isRight = (body as { password: string }).password === "right";
  return isRight
    ? { body: { secret: "auss_first", expiresAt: "2026-01-01T00:00:00.000Z", caller: anna } }
    : { status: 401, body: { title: "Sign in", status: 401, detail: "They do not belong together." } };
};

async function terminal(given: { token?: string; password?: string; types?: string } = {}) {
  const server = await startServer(service);
  const { io, written, root } = recordingIo({ url: server.url, interactive: true, ...given });
  const file = path.join(root, "config", "aus", "sessions.json");
  return {
    aus: (...argv: string[]) => runCli(argv, io),
    written,
    file,
    asked: server.asked,
    url: server.url,
  };
}

test("login asks for what it is not told, and keeps the session for its owner's eyes only", async () => {
  const { aus, written, file, asked, url } = await terminal({ types: "anna@example.com", password: "right" });

  expect(await aus("login")).toBe(0);

  expect(written.questions).toEqual(["E-mail address", "Password"]);
  expect(asked).toMatchObject([
    {
      method: "POST",
      url: "/api/v1/session",
      authorization: undefined,
      body: { email: "anna@example.com", password: "right" },
    },
  ]);
  expect(JSON.parse(fs.readFileSync(file, "utf8"))).toEqual({
    [url]: { secret: "auss_first", email: "anna@example.com" },
  });
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(written.out + written.err).not.toContain("auss_first");
});

test("later commands ask as who signed in, until logout ends the session there and here", async () => {
  const { aus, written, file, asked } = await terminal({ password: "right" });
  await aus("login", "--email", "anna@example.com");

  expect(await aus("whoami")).toBe(0);
  expect(written.out).toBe("Anna <anna@example.com>: no role yet\n");
  expect(await aus("logout")).toBe(0);

  expect(asked.slice(1)).toMatchObject([
    { method: "GET", authorization: "Bearer auss_first" },
    { method: "DELETE", authorization: "Bearer auss_first" },
  ]);
  expect(fs.readFileSync(file, "utf8")).not.toContain("auss_first");
  await aus("whoami");
  expect(asked.at(-1)).toMatchObject({ method: "GET", authorization: undefined });
});

test("a token goes before a session", async () => {
  const { aus, written, asked } = await terminal({ token: "aus_token", password: "right" });
  await aus("login", "--email", "anna@example.com");
  expect(written.err).toContain("AUS_TOKEN is set and goes before it.");

  await aus("whoami");

  expect(asked.at(-1)).toMatchObject({ authorization: "Bearer aus_token" });
});

test("a wrong password keeps the session that there is", async () => {
  const { aus, written, file } = await terminal({ password: "wrong" });
  const before = JSON.stringify({ "https://elsewhere.example": { secret: "auss_else", email: "a@b" } });
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, before);

  expect(await aus("login", "--email", "anna@example.com")).toBe(1);

  expect(written.err).toBe("They do not belong together.\n");
  expect(fs.readFileSync(file, "utf8")).toBe(before);
});

test("where nobody can be asked, what is missing is named", async () => {
  const server = await startServer(service);
  const { io, written } = recordingIo({ url: server.url });

  expect(await runCli(["login"], io)).toBe(2);
  expect(await runCli(["login", "--email", "anna@example.com"], io)).toBe(2);

  expect(written.err).toContain("aus login --email you@example.com");
  expect(written.err).toContain("set AUS_PASSWORD");
  expect(server.asked).toEqual([]);
});
