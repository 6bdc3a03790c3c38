"use server";

import { z } from "zod";

import type { FoundRelease } from "@/components/rules/rule-context";
import { requireActor } from "@/lib/access/session";
import { shownVersion } from "@/lib/overview/lines";
import { readView } from "@/lib/overview/service";

const mostFound = 20;
const askedSchema = z.tuple([z.string().max(100).nullable(), z.string().max(200)]);

/** Releases of a product (null: any) whose names hold every word of a text, the newest first. */
export async function completeReleases(product: string | null, text: string): Promise<FoundRelease[]> {
  const [wanted, typed] = askedSchema.parse([product, text]);
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const { releases } = await readView(await requireActor());
  return releases
    .filter((release) => {
      const name = release.name.toLowerCase();
      return (wanted === null || release.product === wanted) && words.every((word) => name.includes(word));
    })
    .slice(0, mostFound)
    .map((release) => ({
      name: release.name,
      product: release.product,
      kind: release.content.kind,
      version: shownVersion(release),
    }));
}
