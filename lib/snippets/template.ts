import { groupBy } from "./group-by";

/** A URL and the build that it is for. */
export type LocatedUrl = { readonly buildTarget: string; readonly locale: string; readonly url: string };

/** What %OS_FTP% and %OS_BOUNCER% stand for, by build target, as found so far. */
export type OsNames = { readonly ftp: Map<string, string>; readonly bouncer: Map<string, string> };

const placeholders = { ftp: "%OS_FTP%", bouncer: "%OS_BOUNCER%" } as const;

type OsKind = keyof typeof placeholders;

/** What the service would replace: a URL that holds one by itself cannot be part of a template. */
const anyPlaceholder = /%(locale|os_ftp|os_bouncer|product|filename)%/i;

/** The URL that a template makes for a build. */
export function fillTemplate(
  template: string,
  { buildTarget, locale }: Omit<LocatedUrl, "url">,
  names: OsNames,
): string {
  return template
    .replaceAll("%LOCALE%", () => locale)
    .replaceAll(placeholders.ftp, () => names.ftp.get(buildTarget) ?? placeholders.ftp)
    .replaceAll(placeholders.bouncer, () => names.bouncer.get(buildTarget) ?? placeholders.bouncer);
}

/**
 * The template that makes the most of these URLs. May add to `names`, never change what they say.
 *
 * @returns null when the URLs cannot stand in a template
 */
export function deriveTemplate(all: readonly LocatedUrl[], names: OsNames): string | null {
  const entries = all.filter(({ url }) => !anyPlaceholder.test(url));
  if (entries.length === 0) return null;
  const byTarget = groupBy(entries, ({ buildTarget }) => buildTarget);
  const forms = [...byTarget].map(([buildTarget, urls]) => ({
    buildTarget,
    template: commonForm(urls),
    weight: urls.length,
  }));
  return joinTargets(forms, names) ?? heaviest(forms).template;
}

type TargetForm = { readonly buildTarget: string; readonly template: string; readonly weight: number };

function heaviest(forms: readonly TargetForm[]): TargetForm {
  const weights = new Map<string, number>();
  for (const { template, weight } of forms) weights.set(template, (weights.get(template) ?? 0) + weight);
  return forms.reduce((best, form) =>
    (weights.get(form.template) ?? 0) > (weights.get(best.template) ?? 0) ? form : best,
  );
}

/** The form that most URLs of one build target share once their locale is replaced. */
function commonForm(entries: readonly LocatedUrl[]): string {
  const counts = new Map<string, number>();
  for (const { url, locale } of entries) {
    for (const form of new Set(localeForms(url, locale))) counts.set(form, (counts.get(form) ?? 0) + 1);
  }
  const [first, ...rest] = [...counts];
  return rest.reduce((best, form) => (form[1] > best[1] ? form : best), first ?? ["", 0])[0];
}

/** The ways to replace a locale in a URL, the likeliest first. */
export function localeForms(url: string, locale: string): string[] {
  const escaped = locale.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  // "ja" is not meant in "ja-JP-mac", unless nothing else fits.
  const strict = new RegExp(`(?<![\\p{L}\\p{N}_-])${escaped}(?![\\p{L}\\p{N}_-])`, "gu");
  const loose = new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "gu");
  const places = [...url.matchAll(strict)].map(({ index }) => index);
  const each = places.length > 1 && places.length <= 4 ? places : [];
  return [
    url.replace(strict, "%LOCALE%"),
    ...each.map((at) => `${url.slice(0, at)}%LOCALE%${url.slice(at + locale.length)}`),
    url.replace(loose, "%LOCALE%"),
    url,
  ];
}

/** One template for all build targets, with a placeholder where the targets' forms differ; null when they differ otherwise. */
function joinTargets(forms: readonly TargetForm[], names: OsNames): string | null {
  const split = forms.map(({ buildTarget, template }) => ({
    buildTarget,
    parts: template.split(/([/?&=])/),
  }));
  const parts = split[0]?.parts ?? [];
  if (split.some((form) => form.parts.length !== parts.length)) return null;
  const found: OsNames = { ftp: new Map(names.ftp), bouncer: new Map(names.bouncer) };
  const joined: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    const values = split.map((form) => ({ buildTarget: form.buildTarget, text: form.parts[i] ?? "" }));
    const part = joinPart(values, parts.slice(0, i).includes("?") ? "bouncer" : "ftp", found);
    if (part === null) return null;
    joined.push(part);
  }
  for (const kind of ["ftp", "bouncer"] as const) {
    for (const [buildTarget, name] of found[kind]) names[kind].set(buildTarget, name);
  }
  return joined.join("");
}

type TargetText = { readonly buildTarget: string; readonly text: string };

function joinPart(values: readonly TargetText[], kind: OsKind, found: OsNames): string | null {
  const texts = [...new Set(values.map(({ text }) => text))];
  if (texts.length === 1) return texts[0] ?? "";
  const [head, tail] = commonEnds(texts);
  const middles = values.map(({ buildTarget, text }) => ({
    buildTarget,
    text: text.slice(head.length, text.length - tail.length),
  }));
  if (middles.some(({ text }) => text === "" || text.includes("%LOCALE%"))) return null;
  if (middles.some(({ buildTarget, text }) => (found[kind].get(buildTarget) ?? text) !== text)) return null;
  for (const { buildTarget, text } of middles) found[kind].set(buildTarget, text);
  return `${head}${placeholders[kind]}${tail}`;
}

/** What all texts begin and end with, in whole words: of "x.linux64.mar" and "x.linux.mar" it is "x." and ".mar". */
function commonEnds(texts: readonly string[]): [head: string, tail: string] {
  const [first = "", ...rest] = texts;
  const sharedBy = (length: number, cut: (text: string, length: number) => string) =>
    rest.every((text) => text.length >= length && cut(text, length) === cut(first, length));
  const longest = (limit: number, cut: (text: string, length: number) => string) => {
    let length = 0;
    while (length < limit && sharedBy(length + 1, cut)) length++;
    return cut(first, length);
  };
  const head =
    /^(?:.*[._-])?/.exec(longest(first.length, (text, length) => text.slice(0, length)))?.[0] ?? "";
  const room = Math.min(...texts.map((text) => text.length)) - head.length;
  const end = longest(room, (text, length) => (length === 0 ? "" : text.slice(-length)));
  return [head, /(?:[._-].*)?$/.exec(end)?.[0] ?? ""];
}
