import { notFound, redirect } from "next/navigation";

import { readAsked, type Knows } from "@/components/shell/asked";
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

/** What an address asks for, by what the page knows; empty where that makes no sense, of which `Page` tells. */
export async function readAddress<Names extends Knows>(
  searchParams: SearchParams,
  knows: Names,
): Promise<Record<keyof Names, string>> {
  const given = Object.entries(await searchParams).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  return readAsked(new URLSearchParams(given), knows);
}

/** One value of an address's query; the empty string when it is not there, or there more than once. */
export async function parameter(searchParams: SearchParams, name: string): Promise<string> {
  const value = (await searchParams)[name];
  return typeof value === "string" ? value : "";
}
