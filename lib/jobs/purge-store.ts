import { createClient } from "@redis/client";
import memjs from "memjs";

import type { Purge } from "@/lib/hooks/store-purge";

/** How a cache server of keys and values is purged, as the address of the hook says it: `?mode=delete&prefix=aus3:`. */
type Way = { readonly deletes: boolean; readonly nameOf: (key: string) => string };

/**
 * Tells a Redis: either each key is given the revision as its value, so that whoever has it in the names of what they keep
 * finds nothing old any more; or it is deleted.
 */
export async function purgeRedis(
  { url, credential, keys, revision }: Purge,
  patience: number,
): Promise<void> {
  const client = createClient({
    url: withoutWay(url),
    ...credentialsIn(credential),
    disableOfflineQueue: true,
    commandOptions: { timeout: patience },
    socket: { connectTimeout: patience, reconnectStrategy: false },
  });
  // What goes wrong comes with the promises.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { deletes, nameOf } = wayOf(url);
    const names = keys.map(nameOf);
    if (deletes) await client.unlink(names);
    else await client.mSet(names.map((name) => [name, String(revision)] as [string, string]));
  } finally {
    client.destroy();
  }
}

/** As `purgeRedis`, for a memcached. */
export async function purgeMemcached(
  { url, credential, keys, revision }: Purge,
  patience: number,
): Promise<void> {
  const { username, password } = credentialsIn(credential);
  const client = memjs.Client.create(new URL(url).host, {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    timeout: patience / 1000,
    conntimeout: patience / 1000,
    retries: 1,
    // What goes wrong is told with the delivery.
    logger: { log: () => undefined },
  });
  try {
    const { deletes, nameOf } = wayOf(url);
    for (const name of keys.map(nameOf)) {
      await (deletes ? client.delete(name) : client.set(name, String(revision), { expires: 0 }));
    }
  } finally {
    client.close();
  }
}

function wayOf(url: string): Way {
  const { searchParams } = new URL(url);
  const prefix = searchParams.get("prefix") ?? "";
  return { deletes: searchParams.get("mode") === "delete", nameOf: (key) => prefix + key };
}

function withoutWay(url: string): string {
  const plain = new URL(url);
  plain.search = "";
  return plain.href;
}

/** "user:password", or a password alone. */
function credentialsIn(credential: string | null): { username?: string; password?: string } {
  if (credential === null) return {};
  const colon = credential.indexOf(":");
  if (colon < 0) return { password: credential };
  const username = credential.slice(0, colon);
  return { ...(username !== "" && { username }), password: credential.slice(colon + 1) };
}
