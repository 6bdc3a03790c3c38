import { getSettings } from "@/lib/configuration/store";
import { db } from "@/lib/db/client";

import type { Automation } from "./role";

const everybody: Automation = {
  kind: "token",
  id: "",
  name: "public",
  scope: "read",
  products: [],
  channel: "*",
};

/** Who reads without being known, where the settings let everybody read; else null. */
export async function findPublicReader(): Promise<Automation | null> {
  const { publicRead } = await getSettings(db());
  return publicRead ? everybody : null;
}
