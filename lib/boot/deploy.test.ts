import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";

const read = (file: string) => readFileSync(file, "utf8");
/** Every setting that the program reads, from where it reads them. */
const settings = ["lib/env.ts", "lib/serving/http-settings.ts", "lib/boot/settings.mjs"].map(read).join("\n");
const isSetting = (name: string) => new RegExp(`\\b${name}\\b`).test(settings);
const has = (program: string) => spawnSync("which", [program]).status === 0;

const folder = mkdtempSync(join(tmpdir(), "deploy-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("compose.yaml", () => {
  type Service = { environment?: Record<string, string>; volumes?: string[]; build?: string };
  const { services, volumes } = parse(read("compose.yaml")) as {
    services: Record<string, Service>;
    volumes: Record<string, unknown>;
  };

  test("gives the service settings that it knows", () => {
    const names = Object.keys(services["aus3"]!.environment!);
    expect(names).toContain("DATABASE_URL");
    expect(names.filter((name) => !isSetting(name))).toEqual([]);
  });

  test("mounts what is there", () => {
    for (const [source] of Object.values(services).flatMap((service) =>
      (service.volumes ?? []).map((volume) => volume.split(":") as [string]),
    )) {
      expect(source.startsWith("./") ? existsSync(source) : source in volumes, source).toBe(true);
    }
  });

  test("asks for no variable that deploy/compose.env does not tell of, and gives no secret a default", () => {
    const told = new Set([...read("deploy/compose.env").matchAll(/^(\w+)=/gm)].map(([, name]) => name));
    const wanted = [...read("compose.yaml").matchAll(/\$\{(\w+)(:[^}]*)?\}/g)];
    expect(wanted.filter(([, name]) => !told.has(name)).map(([whole]) => whole)).toEqual([]);
    expect(
      wanted.filter(([, name, rest]) => /PASSWORD|SECRET/.test(name!) && rest?.startsWith(":-")),
    ).toEqual([]);
  });

  test("hands the roles' script the passwords that it reads", () => {
    const wanted = [...read("deploy/postgres/roles.sh").matchAll(/"\$(\w+)"/g)].map(([, name]) => name);
    expect(Object.keys(services["database"]!.environment!)).toEqual(expect.arrayContaining(wanted));
    expect(spawnSync("sh", ["-n", "deploy/postgres/roles.sh"]).status).toBe(0);
  });
});

describe("Dockerfile", () => {
  const text = read("Dockerfile");

  test("runs modes that there are", () => {
    const modes = [...text.matchAll(/lib\/boot\/run\.mjs"?,? "?(\w+)/g)].map(([, mode]) => mode);
    expect(modes).toEqual(["install", "build", "start"]);
    for (const mode of modes) expect(read("lib/boot/run.mjs")).toMatch(new RegExp(`^  ${mode!}: `, "m"));
  });

  test("runs nothing as root, and sets what the program knows", () => {
    expect(text.lastIndexOf("USER node")).toBeGreaterThan(text.lastIndexOf("FROM "));
    const names = [...text.matchAll(/^ENV (.*)$/gm)].flatMap(([, pairs]) =>
      pairs!.split(" ").map((pair) => pair.split("=")[0]!),
    );
    expect(names.filter((name) => !isSetting(name))).toEqual([]);
  });

  test("leaves out of the image what the clone made", () => {
    const left = read(".dockerignore").split("\n");
    for (const made of ["node_modules", ".next", "dist", ".data", ".git"]) expect(left).toContain(made);
  });
});

describe("systemd units", () => {
  const units = readdirSync("deploy/systemd");

  test.each(units)("%s names programs and settings that there are", (unit) => {
    const text = read(`deploy/systemd/${unit}`);
    for (const [, file] of text.matchAll(/(?:file:\/\/)?\/opt\/aus3\/([\w./-]+\.\w+)/g)) {
      expect(existsSync(file!), file).toBe(true);
    }
    for (const [, file] of text.matchAll(/^ExecStart=\/usr\/bin\/node (lib\/\S+)/gm)) {
      expect(existsSync(file!), file).toBe(true);
    }
    for (const [, name] of text.matchAll(/^Environment=(\w+)=/gm)) {
      expect(name === "HOME" || isSetting(name!), name).toBe(true);
    }
  });

  test.runIf(has("systemd-analyze")).each(units)("%s is one that systemd understands", (unit) => {
    // What is to be run need not be on this machine.
    const text = read(`deploy/systemd/${unit}`).replace(/^ExecStart=\S+/gm, `ExecStart=${process.execPath}`);
    writeFileSync(join(folder, unit), text.replaceAll("/opt/aus3", process.cwd()));
    const { stdout, stderr } = spawnSync("systemd-analyze", ["verify", join(folder, unit)], {
      encoding: "utf8",
    });
    const own = `${stdout}${stderr}`.split("\n").filter((line) => line.includes(unit));
    expect(own).toEqual([]);
  });
});
