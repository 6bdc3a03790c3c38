// The drill of failures, what happens to a node: killed without its databases, a full disk, snapshots that must not be taken.
import fs from "node:fs";
import path from "node:path";

import { pause, within } from "./drill-kit.mjs";
import { arrivesLate, inWords, siteNode, siteSettings } from "./drill-site.mjs";
import { say } from "./process.mjs";

/** Milliseconds in which a node has to answer again. */
const restartTakes = 5_000;
/** After which nginx sends clients to a node again. */
const leftOut = 2_000;

export async function nodeFailures(site) {
  await site.phase("both nodes are killed in turn, and started again, while both databases are away", () =>
    restartAlone(site),
  );
  if (site.disk) await site.phase("the disk of a node is full", () => fillDisk(site));
  else say("skipped: a full disk");
  await site.phase("snapshots that must not be taken, without a database", () => forge(site));
}

async function restartAlone({ primary, replica, nodes, change, check, apiAnswers, changeArrives }) {
  await untilKept(nodes, change);
  await primary.kill();
  await replica.kill();
  for (const { name, url, program } of nodes) {
    await program.kill();
    await pause(1_000);
    const began = performance.now();
    const started = program.start();
    const answers = await within(20_000, () => change.isNow(url));
    const took = performance.now() - began;
    await started;
    check(answers && took <= restartTakes, `${name} answers from its disk ${inWords(took)} after its start`);
    await pause(leftOut);
  }
  await primary.start();
  await replica.start();
  await apiAnswers("the databases are back");
  await changeArrives("after it", arrivesLate);
}

/** A snapshot is written within moments of being served: before that, a kill goes back to the one before. */
async function untilKept(nodes, change) {
  const isKept = async ({ url, directory }) => {
    const { revision } = await (await fetch(`${url}/__heartbeat__`)).json();
    const [mark] = fs.readFileSync(path.join(directory, "snapshot/served"), "utf8").split("\n");
    return JSON.parse(mark).revision === revision;
  };
  await within(20_000, async () => (await Promise.all(nodes.map(isKept))).every(Boolean));
  return change.current;
}

async function fillDisk({ disk, near, ask, check, alarms, changeArrives }) {
  disk.fill();
  await changeArrives("with a full disk");
  await alarms(near.name, "disk", { detail: /ENOSPC/ });
  check(/could not be kept on disk/.test(near.program.text), "its log says so");
  disk.free();
  const isMended = async () => !(await ask("/nodes")).alarms.some(({ code }) => code === "disk");
  const began = performance.now();
  check(
    await within(20_000, isMended),
    `the snapshot is kept ${inWords(performance.now() - began)} after there is room, without another change`,
  );
}

/** What is made of a good snapshot directory, and why a node has to refuse it. */
const forgeries = {
  altered: {
    reason: /not authentic/,
    make: (at) => {
      for (const name of ["newest", "previous"]) flipByte(path.join(at, name));
    },
  },
  truncated: {
    reason: /truncated/,
    make: (at) => {
      fs.truncateSync(path.join(at, "newest"), Math.floor(fs.statSync(path.join(at, "newest")).size / 2));
      fs.rmSync(path.join(at, "previous"));
    },
  },
  older: {
    reason: /older/,
    make: (at) => fs.renameSync(path.join(at, "previous"), path.join(at, "newest")),
  },
  "other-secret": { reason: /not authentic/, env: { AUS_SECRET: `another ${siteSettings.AUS_SECRET}` } },
};

function flipByte(file) {
  const bytes = fs.readFileSync(file);
  bytes[bytes.length - 10] ^= 1;
  fs.writeFileSync(file, bytes);
}

async function forge(site) {
  const { work, ways, far, check } = site;
  await untilKept([far], site.change);
  await ways.primary.cut();
  const spares = [];
  for (const [name, { make, env }] of Object.entries(forgeries)) {
    const spare = await siteNode({ work, name, env: { DATABASE_URL: ways.primary.address, ...env } });
    const kept = path.join(spare.directory, "snapshot");
    fs.cpSync(path.join(far.directory, "snapshot"), kept, { recursive: true });
    make?.(kept);
    spares.push({ ...spare, started: spare.program.start() });
  }
  // A node serves what is on its disk two seconds after it began to ask for its database in vain.
  const asked = ({ program }) => /the database is away/.test(program.text);
  await within(30_000, () => spares.every(asked));
  await pause(5_000);
  for (const { name, url, program } of spares) {
    const { reason } = forgeries[name];
    const answers = await fetch(`${url}/__heartbeat__`).then(
      () => true,
      () => false,
    );
    check(!answers, `a node with a snapshot that is ${name} answers nobody`);
    const said = program.text.split("\n").filter((line) => /a kept snapshot was refused/.test(line));
    check(
      said.some((line) => reason.test(line)),
      `its log says why: ${detailOf(said)}`,
    );
  }
  await ways.primary.open();
  await Promise.all(spares.map((spare) => isMended(site, spare)));
  for (const { program } of spares) await program.stop();
}

async function isMended({ change, check, alarms }, { name, url }) {
  const began = performance.now();
  check(
    await within(20_000, () => change.isNow(url)),
    `with its database ${name} answers rightly, after ${inWords(performance.now() - began)}`,
  );
  await alarms(name, "refused", { detail: forgeries[name].reason });
}

const detailOf = (lines) => lines.map((line) => JSON.parse(line).detail).join("; ") || "nothing";
