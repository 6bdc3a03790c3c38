import { notFound, redirect } from "next/navigation";

import type { Person } from "@/lib/access/role";
import { findActor } from "@/lib/access/session";
import { Refusal } from "@/lib/errors";

/** What a service tells the person who asks for a page. */
export async function read<T>(ask: (actor: Person) => Promise<T>): Promise<T> {
  // The layout has sent away whoever has not signed in: here a session can only have ended meanwhile.
  const actor = await findActor();
  if (!actor) redirect("/sign-in");
  try {
    return await ask(actor);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === "not-found") notFound();
    if (error.code === "forbidden") redirect("/no-access");
    throw error;
  }
}

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** One value of an address's query; the empty string when it is not there, or there more than once. */
export async function parameter(searchParams: SearchParams, name: string): Promise<string> {
  const value = (await searchParams)[name];
  return typeof value === "string" ? value : "";
}
