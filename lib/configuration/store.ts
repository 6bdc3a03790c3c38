import { listUsers } from "@/lib/access/store";
import type { Db } from "@/lib/db/client";
import { listPolicies } from "@/lib/policies/store";
import { listReleaseHeaders, listReleaseNames } from "@/lib/releases/store";
import { listRules } from "@/lib/rules/store";

import type { AllowedDomain, Channel, Pin, Product, Settings, ShutOff } from "./configuration";
import type { Needs, World } from "./world";

type Stored<Row> = Row & { readonly rowVersion: number };

/** In no order, as the others here. */
export async function listProducts(db: Db): Promise<Stored<Product>[]> {
  const rows = await db.product.findMany({
    select: { name: true, comment: true, throttle: true, versionOrder: true, rowVersion: true },
  });
  return rows.map((row) => ({ ...row, versionOrder: row.versionOrder as Product["versionOrder"] }));
}

export async function listChannels(db: Db): Promise<Stored<Channel>[]> {
  const rows = await db.channel.findMany({
    select: {
      productName: true,
      name: true,
      comment: true,
      verifyBeforeEnact: true,
      verifiedWithinDays: true,
      rowVersion: true,
    },
  });
  return rows.map(({ productName, verifyBeforeEnact, ...row }) => ({
    product: productName,
    ...row,
    verifyBeforeEnact: verifyBeforeEnact as Channel["verifyBeforeEnact"],
  }));
}

export async function listPins(db: Db): Promise<Stored<Pin>[]> {
  const rows = await db.pin.findMany({
    select: { productName: true, channel: true, version: true, mapping: true, rowVersion: true },
  });
  return rows.map(({ productName, ...row }) => ({ product: productName, ...row }));
}

export async function listAllowedDomains(db: Db): Promise<Stored<AllowedDomain>[]> {
  return db.allowedDomain.findMany({
    select: { host: true, pathPattern: true, products: true, position: true, rowVersion: true },
  });
}

export async function listShutOffs(db: Db): Promise<Stored<ShutOff>[]> {
  return db.shutOff.findMany({
    select: {
      product: true,
      channel: true,
      buildTarget: true,
      version: true,
      locale: true,
      reason: true,
      rowVersion: true,
    },
  });
}

export async function getSettings(db: Db): Promise<Stored<Settings>> {
  return db.settings.findUniqueOrThrow({
    where: { id: 1 },
    select: { throttle: true, forceHosts: true, publicRead: true, rowVersion: true },
  });
}

/** The number of the newest revision. */
export async function getRevision(db: Db): Promise<number> {
  return (await db.head.findUniqueOrThrow({ where: { id: 1 }, select: { revision: true } })).revision;
}

async function listPeople(db: Db): Promise<World["people"]> {
  const users = await listUsers(db);
  return users.map(({ person: { email, name, grants }, disabled, passwordLinks }) => ({
    email,
    name,
    disabled,
    grants: [...grants],
    passwordLinks,
  }));
}

/** As much of the configuration as is needed to judge a change. */
export async function readWorld(db: Db, needs: Needs): Promise<World> {
  const names = [...needs.releases, ...(await listReleaseNames(db, needs.productsGone))];
  const releases = names.length === 0 ? [] : await listReleaseHeaders(db, names);
  const [products, allowedDomains] = [await listProducts(db), await listAllowedDomains(db)];
  const rules = needs.rules ? await listRules(db) : [];
  return {
    products: new Map(products.map((product) => [product.name, product])),
    channels: needs.productsGone.length === 0 ? [] : await listChannels(db),
    releases: new Map(releases.map((release) => [release.name, release])),
    rules: new Map(rules.map((rule) => [rule.id, rule])),
    pins: needs.rules ? await listPins(db) : [],
    allowedDomains,
    people: needs.access ? await listPeople(db) : [],
    policies: needs.access ? await listPolicies(db) : [],
    shutOffs: needs.productsGone.length === 0 ? [] : await listShutOffs(db),
  };
}
