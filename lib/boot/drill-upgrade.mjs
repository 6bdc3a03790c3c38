// The drill of upgrades: the service and two nodes get a new version, across a migration, and go back, while clients ask.
import fs from "node:fs";

import { clientPaths } from "./drill-clients.mjs";
import { checks, need, service, within } from "./drill-kit.mjs";
import { drillDirectory, inWords, siteNode, siteService, startSite } from "./drill-site.mjs";
import { formerAndThis, migrationsOf, thisAndNext, versionOf } from "./drill-versions.mjs";
import { freePort } from "./free-port.mjs";
import { dropDatabase } from "./migration-engine.mjs";
import { startPostgres } from "./postgres.mjs";
import { connected } from "./postgres-roles.mjs";
import { atEnd, dataDirectory, say, Stop } from "./process.mjs";
import { prepare } from "./serve.mjs";
import { embedded } from "./settings.mjs";

/** Milliseconds after which nginx sends clients to a node again. */
const leftOut = 2_000;

/** The exit status of a program that was told to end, and did. */
const onSigterm = 128 + 15;

/** @param ref a former commit to come from; without it this checkout is the old program */
export async function upgrade([ref]) {
  if (!embedded) throw new Stop("The drill replaces its database: unset DATABASE_URL.");
  need(["nginx", "git", "tar"]);
  await prepare();
  const work = drillDirectory("upgrade");
  atEnd(() => fs.rmSync(work, { recursive: true, force: true }));
  const versions = await (ref === undefined ? thisAndNext(work) : formerAndThis(work, ref));
  const { check, status } = checks();
  const address = await startPostgres();
  await fillBy(versions.old, address);
  const site = await startOld({ work, address, check, home: versions.old });
  const both = { ...site, work, address, check, versions };
  await site.phase("the new service migrates, while the old one and old nodes run", () => migrate(both));
  for (const node of site.nodes) {
    const what = `${node.name} is replaced by the new program`;
    await site.phase(what, () => replace(both, node, versions.next));
  }
  await site.phase("the service and a node go back, on the new schema", () => goBack(both));
  return status();
}

/** The demo, as the old program makes it on an empty database. */
async function fillBy(home, address) {
  await dropDatabase(address("aus3", "superuser"));
  const program = service({ port: await freePort(), directory: dataDirectory, home });
  await program.start();
  await program.stop();
}

async function startOld({ work, address, check, home }) {
  const old = await siteService({ work, name: "old-service", address, home });
  await old.program.start();
  const env = { DATABASE_URL: address("aus3") };
  const nodes = [];
  for (const name of ["first", "second"]) nodes.push(await siteNode({ work, name, env, home }));
  for (const { program } of nodes) await program.start();
  const paths = await clientPaths(address("aus3"));
  return startSite({ work, service: old, nodes, paths, check });
}

async function migrate(site) {
  const { work, address, check, service: old, versions, through, changeArrives } = site;
  const before = await applied(address);
  site.newService = await siteService({ work, name: "new-service", address, home: versions.next });
  const began = performance.now();
  await site.newService.program.start();
  const now = await applied(address);
  const wanted = migrationsOf(versions.next).filter((name) => !before.includes(name));
  check(
    wanted.length > 0 && wanted.every((name) => now.includes(name)),
    `the new service runs after ${inWords(performance.now() - began)}, and has applied ${wanted.join(", ") || "nothing"}`,
  );
  await changeArrives("made by the old service, on the new schema,");
  await through(site.newService);
  await changeArrives("made by the new service");
  await old.program.stop();
}

/** Says to a node that it has to go, and starts another program in its place. */
async function replace(site, node, home) {
  const { work, address, check, changeArrives } = site;
  const { name, port, url } = node;
  const began = performance.now();
  await node.program.stop();
  check(
    node.program.status === onSigterm,
    `${name} finished what it had begun, in ${inWords(performance.now() - began)}`,
  );
  const next = await siteNode({ work, name, port, home, env: { DATABASE_URL: address("aus3") } });
  node.program = next.program;
  await next.program.start();
  const { version } = await (await fetch(`${url}/__version__`)).json();
  check(version === versionOf(home), `${name} answers with version ${version}`);
  node.home = home;
  await versionsAreShown(site);
  await changeArrives("after it");
  await within(leftOut, () => false);
}

/** Whether people see who runs what. */
async function versionsAreShown({ nodes, versions, ask, check }) {
  const expected = nodes.map(({ name, home = versions.old }) => [name, versionOf(home)]);
  const said = expected.map((one) => one.join(" ")).join(", ");
  const isShown = async () => {
    const shown = new Map((await ask("/nodes")).nodes.map(({ name, version }) => [name, version]));
    return expected.every(([name, version]) => shown.get(name) === version);
  };
  check(await within(10_000, isShown), `the API of nodes shows ${said}`);
}

async function goBack(site) {
  const { work, address, versions, newService, nodes, through, changeArrives } = site;
  const old = await siteService({ work, name: "old-again", address, home: versions.old });
  await old.program.start();
  await through(old);
  await changeArrives("made by the old service");
  await newService.program.stop();
  await replace(site, nodes[1], versions.old);
  say(`${nodes[0].name} keeps the new program`);
}

async function applied(address) {
  const { rows } = await connected(address("aus3", "superuser"), (client) =>
    client.query("SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL"),
  );
  return rows.map((row) => row.migration_name);
}
