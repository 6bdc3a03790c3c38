import { setTimeout as pause } from "node:timers/promises";

import { actorName, system } from "@/lib/access/role";
import { everything } from "@/lib/configuration/names";
import { db, transaction } from "@/lib/db/client";
import { env } from "@/lib/env";
import { announce } from "@/lib/hooks/store";
import { log } from "@/lib/log";
import { ownAddress } from "@/lib/nodes/own-address";
import { toSnapshotInput } from "@/lib/restore/snapshot";

import { askNode, revisionOf, unreachable } from "./service-ask-node";
import { readNow } from "./service";
import { doBeside } from "./service-worker";
import { newlyFound, type Found, type StandingCheck } from "./standing-check";
import { deleteOldChecks, listChecks, putCheck } from "./store-checks";

/** How many client states a node is asked for. */
const mostAsked = 200;
/** Nodes look for changes every second. */
const catchUp = 2_000;
const attempts = 3;
const keptFor = 86_400_000;

/**
 * Checks whether what has to hold does, and whether the nodes answer as the configuration says; keeps what came of it,
 * and tells the log and hooks what was not so at the check before.
 *
 * @param nodes their addresses
 */
export async function checkStanding(now: Date, nodes: readonly string[] = nodesToAsk()): Promise<void> {
  const known = await listChecks(db());
  const note = (check: Omit<StandingCheck, "at">) =>
    keep(known.find(({ node }) => node === check.node) ?? null, { ...check, at: now });
  await note(await checkConfiguration());
  for (const node of nodes) await note(await checkNode(node));
  await deleteOldChecks(db(), new Date(now.getTime() - keptFor));
}

/** The addresses that the settings name, or our own where it can be known. */
export function nodesToAsk(): readonly string[] {
  const { AUS_NODES, HOST, PORT } = env();
  if (AUS_NODES !== undefined) return AUS_NODES;
  return PORT === 0 ? [] : [ownAddress(HOST, PORT)];
}

async function checkConfiguration(): Promise<Omit<StandingCheck, "at">> {
  const { revision, rows } = await readNow();
  const checked = rows.invariant.filter(({ enabled }) => enabled).length;
  const problems = checked === 0 ? [] : await doBeside("invariantProblems", { rows });
  const found = problems.flatMap(({ code, where, severity, product, detail }) =>
    code === "invariant-broken" ? [{ name: where.key, severity, product, detail }] : [],
  );
  return { node: null, revision, checked, found };
}

async function checkNode(node: string, attempt = 1): Promise<Omit<StandingCheck, "at">> {
  const { revision, rows } = await readNow();
  const said = (checked: number, found: readonly Found[]) => ({ node, revision, checked, found });
  try {
    const before = await revisionOf(node);
    if (before === revision) {
      const expected = await doBeside("expectedAnswers", {
        input: toSnapshotInput(revision, rows),
        most: mostAsked,
        seed: Math.floor(Math.random() * 2 ** 32),
      });
      const found = await askNode(node, expected);
      if ((await revisionOf(node)) === revision) return said(expected.length, found);
    }
    if (attempt < attempts) {
      await pause(catchUp);
      return await checkNode(node, attempt + 1);
    }
    return said(0, before < revision ? [behind(before, revision)] : []);
  } catch (error) {
    return said(0, [unreachable(error)]);
  }
}

function behind(serves: number, stored: number): Found {
  const detail = `It still serves revision ${String(serves)}; revision ${String(stored)} is in effect`;
  return { name: "behind", severity: "error", product: null, detail };
}

/** @param before what is in its place */
async function keep(before: StandingCheck | null, check: StandingCheck): Promise<void> {
  const fresh = newlyFound(before, check);
  if (fresh.length > 0) {
    const { node, revision } = check;
    log.warn({ node, revision, found: fresh }, "the hourly check found what should not be");
  }
  await transaction(async (tx) => {
    await putCheck(tx, check);
    const products = new Set(fresh.map(({ product }) => product));
    for (const product of products) {
      await announce(tx, {
        event: "problem-found",
        at: check.at,
        actor: actorName(system("worker")),
        products: [product ?? everything],
        about: {
          node: check.node,
          revision: check.revision,
          problems: fresh.flatMap(({ product: one, ...problem }) => (one === product ? [problem] : [])),
        },
      });
    }
  });
}
