import { fallbackChannelOf } from "@/lib/protocol/request";

import type { PlacedPatch, ReleaseNode } from "./release-node";
import { deriveTemplate, fillTemplate, type LocatedUrl, type OsNames } from "./template";

/** URL templates by channel, then by what the patch is. */
export type ChannelTemplates = Map<string, Map<TemplateGroup, string>>;

/** Patches that share a template: those of one type and source. */
export type TemplateGroup = { readonly type: PlacedPatch["type"]; readonly from: ReleaseNode | "*" };

export type UrlPlan = {
  readonly templates: ChannelTemplates;
  readonly names: OsNames;
  /** The patches that no template fits, with their one URL. */
  readonly ownUrls: ReadonlyMap<PlacedPatch, string>;
};

/**
 * Finds templates for the URLs of a release's patches.
 *
 * @returns null when a patch that no template fits has different URLs on different channels: such patches
 *   cannot be in one release
 */
export function planUrls(patches: readonly PlacedPatch[]): UrlPlan | null {
  const names: OsNames = { ftp: new Map(), bouncer: new Map() };
  const groups = groupPatches(patches);
  const channels = [...new Set(patches.flatMap(({ patch }) => [...patch.urls.keys()]))].sort();
  const templates: ChannelTemplates = new Map();
  for (const channel of channels) templates.set(channel, channelTemplates(groups, channel, names));
  const ownUrls = new Map<PlacedPatch, string>();
  for (const [group, members] of groups) {
    for (const placed of members) {
      if (fitsEverywhere(placed, group, templates, names)) continue;
      const [url, ...others] = new Set(placed.patch.urls.values());
      if (url === undefined || others.length > 0) return null;
      ownUrls.set(placed, url);
    }
  }
  dropUnused(templates, groups, ownUrls);
  dropInherited(templates, groups, { names, ownUrls });
  return { templates, names, ownUrls };
}

function groupPatches(patches: readonly PlacedPatch[]): Map<TemplateGroup, PlacedPatch[]> {
  const groups = new Map<TemplateGroup, PlacedPatch[]>();
  for (const placed of patches) {
    const group = [...groups.keys()].find(({ type, from }) => type === placed.type && from === placed.from);
    if (group) groups.get(group)?.push(placed);
    else groups.set({ type: placed.type, from: placed.from }, [placed]);
  }
  // Completes first: a fake partial then finds its template among theirs.
  return new Map([...groups].sort(([a], [b]) => (a.type < b.type ? -1 : a.type > b.type ? 1 : 0)));
}

function channelTemplates(
  groups: ReadonlyMap<TemplateGroup, readonly PlacedPatch[]>,
  channel: string,
  names: OsNames,
): Map<TemplateGroup, string> {
  const found = new Map<TemplateGroup, string>();
  for (const [group, members] of groups) {
    const urls = members.flatMap((placed) => locate(placed, channel) ?? []);
    if (urls.length === 0) continue;
    const known = [...found.values()].find((template) =>
      urls.every((located) => fillTemplate(template, located, names) === located.url),
    );
    const template = known ?? deriveTemplate(urls, names);
    if (template !== null) found.set(group, template);
  }
  return found;
}

function locate({ build, patch }: PlacedPatch, channel: string): LocatedUrl | null {
  const url = patch.urls.get(channel);
  return url === undefined ? null : { buildTarget: build.buildTarget, locale: build.locale, url };
}

function fitsEverywhere(
  { build, patch }: PlacedPatch,
  group: TemplateGroup,
  templates: ChannelTemplates,
  names: OsNames,
): boolean {
  return [...patch.urls].every(([channel, url]) => {
    const template = templates.get(channel)?.get(group);
    return template !== undefined && fillTemplate(template, build, names) === url;
  });
}

function dropUnused(
  templates: ChannelTemplates,
  groups: ReadonlyMap<TemplateGroup, readonly PlacedPatch[]>,
  ownUrls: ReadonlyMap<PlacedPatch, string>,
): void {
  for (const [channel, block] of templates) {
    for (const [group, members] of groups) {
      if (members.every((placed) => ownUrls.has(placed) || !placed.patch.urls.has(channel))) {
        block.delete(group);
      }
    }
    if (block.size === 0) templates.delete(channel);
  }
}

/** A partner's channel needs no templates where the plain channel's make the same URLs. */
function dropInherited(
  templates: ChannelTemplates,
  groups: ReadonlyMap<TemplateGroup, readonly PlacedPatch[]>,
  { names, ownUrls }: Pick<UrlPlan, "names" | "ownUrls">,
): void {
  for (const channel of [...templates.keys()]) {
    const plain = templates.get(fallbackChannelOf(channel));
    if (fallbackChannelOf(channel) === channel || !plain) continue;
    const same = [...groups].every(([group, members]) =>
      members.every((placed) => {
        const located = ownUrls.has(placed) ? null : locate(placed, channel);
        if (!located) return true;
        const template = plain.get(group);
        return template !== undefined && fillTemplate(template, located, names) === located.url;
      }),
    );
    if (same) templates.delete(channel);
  }
}
