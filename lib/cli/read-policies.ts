import type { Policy } from "@/lib/policies/policy";

import type { Client } from "./client";

export type StoredPolicy = Policy & { readonly rowVersion: number };

export async function readPolicies(client: Client): Promise<StoredPolicy[]> {
  return (await client.get<{ policies: StoredPolicy[] }>("policies")).body.policies;
}
