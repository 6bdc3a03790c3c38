import type { Grant, Person, Role } from "@/lib/access/role";

import { create, make } from "./operations";

/** Adds accounts to the database. @param roles name → a role for every product, or grants */
export async function makePeople<Name extends string>(
  roles: Readonly<Record<Name, Role | readonly Grant[]>>,
): Promise<Record<Name, Person>> {
  const people = Object.entries<Role | readonly Grant[]>(roles).map(([name, given]): Person => {
    const email = `${name}@example.com`;
    const grants = typeof given === "string" ? [{ role: given, product: "*" }] : given;
    return { kind: "person", id: email, email, name, grants };
  });
  await make(...people.map(({ email, name, grants }) => create("user", { email, name, grants })));
  return Object.fromEntries(people.map((person) => [person.name, person])) as Record<Name, Person>;
}
