import { conditionLabels } from "@/components/rules/conditions";
import type { Entity } from "@/lib/changes/operation";

const entities: Record<Entity, readonly [one: string, many: string]> = {
  rule: ["rule", "rules"],
  release: ["release", "releases"],
  build: ["build", "builds"],
  product: ["product", "products"],
  channel: ["channel", "channels"],
  pin: ["pin", "pins"],
  allowedDomain: ["allowed domain", "allowed domains"],
  shutOff: ["shut-off", "shut-offs"],
  policy: ["policy", "policies"],
  user: ["user", "users"],
  token: ["token", "tokens"],
  hook: ["hook", "hooks"],
  settings: ["settings", "settings"],
  invariant: ["invariant", "invariants"],
};

const named = new Map<string, readonly [one: string, many: string]>(Object.entries(entities));

/** "1 rule", "192 builds"; kinds of rows that this program does not know keep their name. */
export function rowsInWords(entity: string, count: number): string {
  const [one, many] = named.get(entity) ?? [entity, entity];
  return entity === "settings" ? one : `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}

export function entityInWords(entity: string): string {
  return named.get(entity)?.[0] ?? entity;
}

/** Where a row can be looked at, while it is there. */
export function rowLink(entity: string, key: string): string | null {
  if (entity === "rule") return `/rules/${key}`;
  const [release = key, buildTarget, locale] = key.split("/");
  if (entity === "release") return `/releases/${encodeURIComponent(key)}`;
  if (entity !== "build" || buildTarget === undefined || locale === undefined) return null;
  return `/releases/${encodeURIComponent(release)}?build=${encodeURIComponent(`${buildTarget}/${locale}`)}`;
}

export type RowAction = "created" | "changed" | "deleted";

export function actionOf({ before, after }: { before: unknown; after: unknown }): RowAction {
  if (before === null) return "created";
  return after === null ? "deleted" : "changed";
}

const fields = new Map<string, string>([
  ...Object.entries(conditionLabels),
  ["mapping", "Release"],
  ["fallbackMapping", "The others get"],
  ["backgroundRate", "Rate"],
  ["updateType", "Update type"],
  ["priority", "Priority"],
  ["alias", "Alias"],
  ["comment", "Comment"],
  ["enabled", "On"],
  ["readOnly", "Read-only"],
  ["name", "Name"],
  ["throttle", "Throttle"],
  ["versionOrder", "Version order"],
  ["verifyBeforeEnact", "Verify before a push"],
  ["verifiedWithinDays", "Good for (days)"],
  ["statement", "What has to hold"],
  ["enforcement", "A change that breaks it"],
  ["subject", "Guards"],
  ["drivers", "Drivers"],
  ["managers", "Managers"],
  ["admins", "Administrators"],
  ["restoring", "Going back"],
  ["email", "E-mail address"],
  ["grants", "Roles"],
  ["scope", "Scope"],
  ["products", "Products"],
  ["expiresAt", "Expires"],
  ["url", "Address"],
  ["adapter", "Kind"],
  ["events", "Is told of"],
  ["host", "Host"],
  ["reason", "Reason"],
  ["forceHosts", "Force hosts"],
  ["publicRead", "Public read"],
]);

/** A field as the dashboard calls it; within documents, where it is. */
export function fieldInWords(path: readonly string[]): string {
  const [name = "", ...inside] = path;
  return inside.length === 0 ? (fields.get(name) ?? name) : path.join(".");
}
