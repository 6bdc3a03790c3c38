import fs from "node:fs";
import path from "node:path";

import { describe, expect, test } from "vitest";

import { configurationSchema } from "@/lib/configuration/configuration";
import {
  enactedAs,
  recordingIo,
  startServer,
  waitingAs,
  type Asked,
  type Reply,
} from "@/lib/testing/command-line";
import { offered } from "@/lib/testing/snippets";

import { runCli } from "./program";

const counts = { rule: { created: 1, updated: 0, deleted: 0, unchanged: 0 } };
const warnings = [{ pointer: "/configuration/rules/0", detail: "It is never reached" }];
const accept = (asked: Asked): Reply =>
  asked.url === "/api/v1/policies" ? { body: { policies: [] } } : enactedAs(5, asked, { counts, warnings });

function writeFile(root: string, name: string, text: string): string {
  const file = path.join(root, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  return file;
}

describe("finding the service", () => {
  const status = { body: { revision: 3, version: "0.1.0", environment: "demo" } };

  test("AUS_URL and AUS_TOKEN come first", async () => {
    const { url, asked } = await startServer(() => status);
    const { io, written, root } = recordingIo({ url: `${url}/`, token: "secret" });
    writeFile(root, ".data/url", "http://127.0.0.1:9");
    expect(await runCli(["status"], io)).toBe(0);
    expect(asked).toMatchObject([{ url: "/api/v1/status", authorization: "Bearer secret" }]);
    expect(written.out).toContain("demo\t0.1.0\t3");
  });

  test("the service that npm start runs here is found with its token", async () => {
    const { url, asked } = await startServer(() => status);
    const { io, root } = recordingIo();
    writeFile(root, ".data/url", `${url}\n`);
    writeFile(root, ".data/admin-token", "local\n");
    expect(await runCli(["status"], io)).toBe(0);
    expect(asked[0]?.authorization).toBe("Bearer local");
  });

  test("the token of the service here is not sent to another", async () => {
    const { url, asked } = await startServer(() => status);
    const { io, root } = recordingIo({ url });
    writeFile(root, ".data/admin-token", "local\n");
    await runCli(["status"], io);
    expect(asked[0]?.authorization).toBeUndefined();
  });

  test("nothing known says how to start one", async () => {
    const { io, written } = recordingIo();
    expect(await runCli(["status"], io)).toBe(1);
    expect(written.err).toContain("npm start");
  });

  test("nobody answering says how to start one", async () => {
    const { url, stop: end } = await startServer(() => status);
    await end();
    const { io, written } = recordingIo({ url });
    expect(await runCli(["status", "--json"], io)).toBe(1);
    expect(written.err).toContain(`No update service answers at ${url} (ECONNREFUSED)`);
    expect(JSON.parse(written.out)).toEqual({ error: written.err.trim() });
  });
});

describe("exit statuses of wrong usage", () => {
  test.each([[["nonsense"]], [["export"]], [["import"]], [["import", "snippets"]], [["status", "--surely"]]])(
    "%j is 2",
    async (argv) => {
      const { io, written } = recordingIo();
      expect(await runCli(argv, io)).toBe(2);
      expect(written.err).not.toBe("");
    },
  );

  test("asking for help is 0", async () => {
    const { io, written } = recordingIo();
    expect(await runCli(["import", "snippets", "--help"], io)).toBe(0);
    expect(written.out).toContain("--skip-invalid");
  });
});

describe("changing the configuration", () => {
  const configuration = JSON.stringify({ rules: [{ priority: 1 }] });

  test("without a terminal it takes --yes", async () => {
    const { url, asked } = await startServer(accept);
    const { io, written, root } = recordingIo({ url });
    const file = writeFile(root, "all.json", configuration);
    expect(await runCli(["import", file], io)).toBe(2);
    expect(written.err).toContain("--yes");
    expect(asked.map(({ url: at }) => at)).toEqual(["/api/v1/configuration?mode=merge&dryRun=1"]);
    expect(await runCli(["import", file, "--replace", "--yes", "--reason", "because"], io)).toBe(0);
    expect(asked.at(-1)).toMatchObject({
      method: "PUT",
      url: "/api/v1/configuration?mode=replace",
      body: { reason: "because", configuration: { rules: [{ priority: 1 }] } },
    });
    expect(written.out).toContain(`Warning: ${file} /rules/0: It is never reached`);
    expect(written.out).toContain("Done: revision 5.");
  });

  test("products without policies are named with what to do", async () => {
    const guarded = { subject: "clients", product: "Heron", channel: "release*" };
    const { url } = await startServer((asked) =>
      asked.url === "/api/v1/policies" ? { body: { policies: [guarded] } } : accept(asked),
    );
    const { io, written, root } = recordingIo({ url });
    const products = [{ name: "Heron" }, { name: "Osprey" }];
    const file = writeFile(root, "all.json", JSON.stringify({ products }));
    expect(await runCli(["import", file, "--yes"], io)).toBe(0);
    expect(written.err).toContain("Product Osprey has no sign-off policies");
    expect(written.err).toContain("aus policies default Osprey");
    expect(written.err).not.toContain("Heron");
  });

  test.each([
    [true, 0, 2],
    [false, 1, 1],
  ])("a person is asked, and %s decides", async (agrees, status, requests) => {
    const { url, asked } = await startServer(accept);
    const { io, written, root } = recordingIo({ url, interactive: true, agrees });
    expect(await runCli(["import", writeFile(root, "all.json", configuration)], io)).toBe(status);
    expect(written.questions).toHaveLength(1);
    expect(asked).toHaveLength(requests);
  });

  test("a dry run writes nothing, and --json says what it would", async () => {
    const { url, asked } = await startServer(accept);
    const { io, written, root } = recordingIo({ url });
    const file = writeFile(root, "all.json", configuration);
    expect(await runCli(["import", file, "--dry-run", "--json"], io)).toBe(0);
    expect(JSON.parse(written.out)).toMatchObject({
      file,
      mode: "merge",
      revision: null,
      counts,
      warnings,
      dryRun: true,
    });
    expect(asked).toHaveLength(1);
  });

  test("what is accepted but waits for sign-offs is 3", async () => {
    const { url } = await startServer((asked) => waitingAs(7, asked, { counts }));
    const { io, written, root } = recordingIo({ url });
    expect(await runCli(["import", writeFile(root, "all.json", configuration), "--yes"], io)).toBe(3);
    expect(written.out).toContain(`Change set 7 waits for 1 manager of Heron: ${url}/changes/7\n`);
  });

  test("a refusal names the place in the file", async () => {
    const { url } = await startServer(() => ({
      status: 422,
      headers: { "content-type": "application/problem+json" },
      body: {
        title: "Unprocessable",
        detail: "One thing is wrong.",
        errors: [{ pointer: "/configuration/rules/0/mapping", detail: "There is no release X" }],
      },
    }));
    const { io, written, root } = recordingIo({ url });
    const file = writeFile(root, "all.json", configuration);
    expect(await runCli(["import", file, "--yes"], io)).toBe(1);
    expect(written.err).toBe(`One thing is wrong.\n  ${file} /rules/0/mapping: There is no release X\n`);
  });

  test.each([
    ["{", "is not JSON"],
    ['{"rules": [{"priority": -1}]}', "/rules/0/priority: "],
    ['{"rulez": []}', "rulez"],
  ])("a file that is no configuration is refused before anyone is asked: %s", async (text, message) => {
    const { url, asked } = await startServer(accept);
    const { io, written, root } = recordingIo({ url });
    const file = writeFile(root, "all.json", text);
    expect(await runCli(["import", file, "--yes"], io)).toBe(1);
    expect(written.err).toContain(file);
    expect(written.err).toContain(message);
    expect(asked).toEqual([]);
  });
});

describe("snippets", () => {
  function writeTree(root: string): string {
    for (const { path: at, text } of offered({ partial: "fake" })) writeFile(root, `tree/${at}`, text);
    return path.join(root, "tree");
  }

  const empty = configurationSchema.parse({});

  test("a malformed file is named with its line, and nothing is asked or written", async () => {
    const { url, asked } = await startServer(accept);
    const { io, written, root } = recordingIo({ url });
    const tree = writeTree(root);
    const bad = path.join("App", "3.6", "Linux_x86-gcc3", "20100101000000", "ja", "release", "complete.txt");
    writeFile(tree, bad, "version=1\ntype=complete\nsize=many\n");
    expect(await runCli(["import", "snippets", tree, "--yes"], io)).toBe(1);
    expect(written.err).toContain(
      `${path.join(tree, bad)}:3: size "many" is no number of bytes: write digits only`,
    );
    expect(written.err).toContain("--skip-invalid");
    expect(asked).toEqual([]);
  });

  test("--skip-invalid lists what it leaves out and plans the rest", async () => {
    const { url } = await startServer((asked) =>
      asked.url.endsWith("/configuration") ? { body: empty } : accept(asked),
    );
    const { io, written, root } = recordingIo({ url });
    const tree = writeTree(root);
    writeFile(tree, "notes.md", "x");
    expect(await runCli(["import", "snippets", tree, "--yes", "--skip-invalid"], io)).toBe(0);
    expect(written.out).toContain(
      `${path.join(tree, "notes.md")}: Only complete.txt and partial.txt are snippets`,
    );
    expect(written.out).toContain("3 files → 1 rule, 1 release, 1 build");
  });

  test("states that cannot be served are refused with the reason, or left out", async () => {
    const { url, asked } = await startServer((one) =>
      one.url.endsWith("/configuration") ? { body: empty } : accept(one),
    );
    const { io, written, root } = recordingIo({ url });
    const tree = writeTree(root);
    for (const { path: at, text } of offered({ version: "5.0" })) writeFile(tree, at, text);
    expect(await runCli(["import", "snippets", tree, "--yes"], io)).toBe(1);
    expect(written.err).toContain("App/5.0/Linux_x86-gcc3/20100101000000/de/release");
    expect(written.err).toContain("(the client is newer)");
    expect(asked.map(({ method }) => method)).toEqual(["GET"]);
    expect(await runCli(["import", "snippets", tree, "--yes", "--skip-invalid"], io)).toBe(0);
    expect(written.out).toContain("Left out:");
  });

  test("a comparison that finds differences is 1 and names state, expected and got", async () => {
    const { url } = await startServer(() => ({ body: '<?xml version="1.0"?>\n<updates>\n</updates>' }));
    const { io, written, root } = recordingIo({ url });
    expect(await runCli(["compare", "snippets", writeTree(root)], io)).toBe(1);
    expect(written.out).toContain("state     App/3.6/Linux_x86-gcc3/20100101000000/de/release");
    expect(written.out).toContain("got       no update");
    expect(written.out).toContain("0 same, 2 different");
  });

  test("--branch says which version the clients of a branch ask with", async () => {
    const { url, asked } = await startServer(() => ({ body: "<updates/>" }));
    const { io, root } = recordingIo({ url });
    writeFile(root, "tree/App/trunk/Linux/2010/de/complete.txt", "");
    const argv = [
      "compare",
      "snippets",
      path.join(root, "tree"),
      "--branch",
      "trunk=3.7a1",
      "--channel",
      "night",
    ];
    expect(await runCli(argv, io)).toBe(0);
    expect(asked[0]?.url).toContain("/update/3/App/3.7a1/2010/Linux/de/night/");
    expect(await runCli([...argv.slice(0, 4), "trunk"], io)).toBe(2);
  });
});
