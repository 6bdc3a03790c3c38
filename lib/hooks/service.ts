import { randomBytes } from "node:crypto";

import { authorize } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import { enactNow } from "@/lib/change-sets/service-now";
import { pointerTo } from "@/lib/configuration/finding";
import { db, transaction } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";

import { isPurge, placeholder } from "./adapter";
import { hookSchema, type Delivery, type Hook } from "./hook";
import { secretPrefix } from "./signature";
import * as store from "./store";

export type HookRequest = Partial<Hook> &
  Pick<Hook, "name" | "url" | "events"> & {
    /**
     * What a cache wants to see before it obeys, or what stands for "{credential}" in the address of a chat; kept with
     * the secrets, never shown. Null: there is none.
     */
    readonly credential?: string | null;
  };

/**
 * Adds a hook.
 * @returns the secret that its deliveries are signed with, which is shown this once; null for one that purges a cache or tells a chat
 * @throws Refusal "conflict" when the name is taken, or "needs-sign-off": see `renewHookSecret`
 */
export async function createHook(
  actor: Actor,
  { credential = null, ...request }: HookRequest,
  reason?: string,
): Promise<string | null> {
  const value = readHook(request);
  const isSigned = value.adapter === "webhook";
  if (credential !== null) requireCredential(value, credential);
  if (await store.findHook(db(), value.name)) {
    throw new Refusal("conflict", `There is a hook named ${value.name} already; choose another name`);
  }
  const secret = isSigned ? newHookSecret() : credential;
  await enactNow(actor, {
    reason: reason ?? `Add the hook ${value.name}`,
    operations: [{ entity: "hook", action: "create", value }],
    also: async (tx) => {
      if (secret !== null) await store.putHookSecret(tx, value.name, secret);
    },
  });
  return isSigned ? secret : null;
}

/** @throws Refusal "invalid" where one that cannot be sent is given, or to a webhook, which gets its own */
function requireCredential(hook: Hook, credential: string): void {
  const detail = credentialProblem(hook, credential);
  if (detail === null) return;
  throw new Refusal("invalid", detail, { errors: [{ pointer: "/credential", detail }] });
}

function credentialProblem({ adapter, url }: Hook, credential: string): string | null {
  if (adapter === "webhook") return "A webhook gets a secret of its own: leave the credential out";
  if (isPurge(adapter)) {
    if (/^[!-~](?:[ -~]{0,998}[!-~])?$/.test(credential)) return null;
    return "A credential has 1 to 1,000 printable characters without a blank at its ends";
  }
  if (!url.includes(placeholder)) {
    return `Write ${placeholder} into the address, where it stands for the credential`;
  }
  if (/^[\w\-.~%!$&'()*+,;=:@/?]{1,1000}$/.test(credential)) return null;
  return "The credential of a chat is a part of its address: 1 to 1,000 characters that an address may have";
}

function readHook(request: Omit<HookRequest, "credential">): Hook {
  const read = hookSchema.safeParse(request);
  if (read.success) return read.data;
  const errors = read.error.issues.map(({ path, message }) => ({
    pointer: pointerTo("", path.map(String)),
    detail: message,
  }));
  throw new Refusal("invalid", "The hook is not sound", { errors });
}

function newHookSecret(): string {
  return secretPrefix + randomBytes(32).toString("base64");
}

/**
 * Gives a hook a new secret, with which everything is signed that is sent from then on. For one that was made by a
 * change set which had to be signed, it is the first.
 *
 * @param credential what a cache wants to see from now on, or the secret part of a chat's address; null: none
 * @returns the secret, which is shown this once; null for a credential, which whoever gave it knows
 * @throws Refusal "not-found", "forbidden" or "invalid"
 */
export async function renewHookSecret(
  actor: Actor,
  name: string,
  credential: string | null = null,
): Promise<string | null> {
  return transaction(async (tx) => {
    const hook = await getHook(tx, name, actor);
    requireAdministrator(actor, hook);
    if (credential !== null) requireCredential(hook, credential);
    if (hook.adapter !== "webhook") {
      if (credential === null) await store.deleteHookSecret(tx, name);
      else await store.putHookSecret(tx, name, credential);
      return null;
    }
    const secret = newHookSecret();
    await store.putHookSecret(tx, name, secret);
    return secret;
  });
}

/** All hooks, by name; never their secrets. */
export async function listHooks(actor: Actor): Promise<store.StoredHook[]> {
  authorize(actor, "administer", { product: null });
  return store.listHooks(db());
}

/** What a hook was told, or is to be, the newest first. @param before only those with a lower number */
export async function listDeliveries(
  actor: Actor,
  hook: string,
  { before = null, limit = 100 }: { before?: number | null; limit?: number } = {},
): Promise<Delivery[]> {
  requireAdministrator(actor, await getHook(db(), hook, actor));
  return store.listDeliveries(db(), hook, { before, limit });
}

/**
 * Makes a delivery anew, whatever became of it.
 * @throws Refusal "not-found" or "forbidden"
 */
export async function repeatDelivery(actor: Actor, id: number): Promise<void> {
  await transaction(async (tx) => {
    const delivery = await store.findDelivery(tx, id);
    if (!delivery) throw new Refusal("not-found", `There is no delivery ${id}`);
    requireAdministrator(actor, await getHook(tx, delivery.hook, actor));
    await store.resetDelivery(tx, delivery);
  });
}

/** @throws Refusal "forbidden" before anything is told to whoever administers nothing */
async function getHook(
  connection: Parameters<typeof store.findHook>[0],
  name: string,
  actor: Actor,
): Promise<store.StoredHook> {
  const hook = await store.findHook(connection, name);
  if (hook) return hook;
  authorize(actor, "administer", { product: null });
  throw new Refusal("not-found", `There is no hook named ${name}`);
}

/** Of each of its products. */
function requireAdministrator(actor: Actor, { products }: Hook): void {
  for (const product of products.length === 0 ? [null] : products) {
    authorize(actor, "administer", { product });
  }
}
