import { authorizeReading, can, canSee } from "@/lib/access/can";
import type { Actor, Grant } from "@/lib/access/role";
import { listUsers } from "@/lib/access/store";
import {
  everything,
  type AllowedDomain,
  type Channel,
  type Settings,
} from "@/lib/configuration/configuration";
import * as configuration from "@/lib/configuration/store";
import { db } from "@/lib/db/client";
import type { Policy } from "@/lib/policies/policy";
import * as policies from "@/lib/policies/store";

type Stored<Row> = Row & { readonly rowVersion: number };

/** The channels of products that the actor may see, by product and name. */
export async function listChannels(actor: Actor): Promise<Stored<Channel>[]> {
  authorizeReading(actor);
  const channels = await configuration.listChannels(db());
  return channels
    .filter(({ product }) => canSee(actor, product))
    .sort((a, b) => order(a.product, b.product) || order(a.name, b.name));
}

/** The policies of products that the actor may see, and of every product. */
export async function listPolicies(actor: Actor): Promise<Stored<Policy>[]> {
  authorizeReading(actor);
  const all = await policies.listPolicies(db());
  return all.filter(({ product }) => canSee(actor, product === everything ? null : product));
}

/** The hosts that products which the actor may see may be sent to, by host and order. */
export async function listAllowedDomains(actor: Actor): Promise<Stored<AllowedDomain>[]> {
  authorizeReading(actor);
  const domains = await configuration.listAllowedDomains(db());
  return domains
    .filter(({ products }) => products.some((product) => canSee(actor, product)))
    .sort((a, b) => order(a.host, b.host) || a.position - b.position);
}

export async function getSettings(actor: Actor): Promise<Stored<Settings>> {
  authorizeReading(actor);
  return configuration.getSettings(db());
}

/** An account, as people see each other. */
export type Colleague = {
  readonly email: string;
  readonly name: string;
  readonly disabled: boolean;
  readonly grants: readonly Grant[];
  readonly hasPassword: boolean;
  /** Whether nobody else could give roles to others. */
  readonly isLastAdministrator: boolean;
  readonly rowVersion: number;
};

/** Everybody who has an account, by e-mail address: who may sign is no secret to those who wait for them. */
export async function listColleagues(actor: Actor): Promise<Colleague[]> {
  authorizeReading(actor);
  const users = await listUsers(db());
  const administrators = users.filter(
    ({ person, disabled }) => !disabled && can(person, "administer", { product: null }),
  );
  return users.map(({ person, disabled, hasPassword, rowVersion }) => ({
    email: person.email,
    name: person.name,
    disabled,
    grants: person.grants,
    hasPassword,
    isLastAdministrator: administrators.length === 1 && administrators[0]?.person.email === person.email,
    rowVersion,
  }));
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
