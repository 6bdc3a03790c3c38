import { authorize, authorizeReading } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import { Refusal } from "@/lib/errors";
import { listReleases } from "@/lib/releases/service";
import { listRules } from "@/lib/rules/service";

import type { ParameterName, SomeParameters } from "./parameters";
import { parameterTexts } from "./parameters";
import { refuse } from "./plan";
import { shownPlan, type ShownPlan } from "./shown-plan";
import { findTemplate, templates } from "./templates";

/** The usual tasks, and what each has to be told. */
export function listTemplates(actor: Actor) {
  authorizeReading(actor);
  return templates.map(({ name, title, note, fields }) => ({
    name,
    title,
    note,
    parameters: fields.map((field) => ({ ...field, ...parameterTexts[field.name] })),
  }));
}

const releaseParameters = [
  "release",
  "notice",
  "fallback",
  "last",
] as const satisfies readonly ParameterName[];

/**
 * The operations of a usual task, which whoever asks may submit as any others.
 *
 * @throws Refusal "not-found" for an unknown template; "invalid" with the parameter that is wrong
 */
export async function planTemplate(actor: Actor, name: string, given: SomeParameters): Promise<ShownPlan> {
  if (given.product === undefined) authorizeReading(actor);
  else authorize(actor, "read", { product: given.product });
  const template = findTemplate(name);
  if (!template) throw new Refusal("not-found", `There is no template "${name}"`);
  const [rules, summaries] = [await listRules(actor), await listReleases(actor)];
  const releases = Object.fromEntries(summaries.map((release) => [release.name, release]));
  for (const field of releaseParameters) {
    const release = given[field];
    if (release !== undefined && !Object.hasOwn(releases, release)) {
      throw refuse(field, `There is no release "${release}": submit it first`);
    }
  }
  return shownPlan(template.plan(given, { rules, releases }));
}
