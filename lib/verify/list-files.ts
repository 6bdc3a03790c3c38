import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import type { ApplicationContent, Build, Patch } from "@/lib/releases/release";
import { filledBlocks, own, patchUrl } from "@/lib/releases/urls";

import { joinFiles, type ConfiguredFault, type FileToVerify } from "./plan";

export type ListedFiles = {
  readonly files: readonly FileToVerify[];
  readonly faults: readonly ConfiguredFault[];
};

/** Every file of a release, at each address that some channel's clients are sent to, each once. */
export function listFiles(release: Pick<ConfiguredRelease, "name" | "content" | "builds">): ListedFiles {
  const { content } = release;
  switch (content.kind) {
    case "application":
      return listOfBuilds(release.name, content, release.builds);
    case "plugins":
    case "system-addons":
      return { files: joinFiles(filesOfAddons(release.name, content)), faults: [] };
    case "json":
      return { files: joinFiles(filesOfJson(release.name, content)), faults: [] };
    case "desupport":
    case "bundle":
      return { files: [], faults: [] };
  }
}

function listOfBuilds(name: string, content: ApplicationContent, builds: readonly Build[]): ListedFiles {
  const files: FileToVerify[] = [];
  const faults: ConfiguredFault[] = [];
  for (const build of builds) {
    for (const patch of build.patches) {
      const user = userOf(name, build, patch);
      const urls = urlsOf(content, build, patch);
      if (urls.length === 0) {
        faults.push({ cause: "no file", detail: `no address is known for the ${patch.type}`, user });
      }
      const { size, hashValue } = patch;
      const hashFunction = patch.hashFunction ?? content.hashFunction;
      files.push(...urls.map((url) => ({ url, size, hashFunction, hashValue, users: [user] })));
    }
    faults.push(...sizeFaults(name, build));
  }
  return { files: joinFiles(files), faults };
}

function userOf(release: string, { buildTarget, locale }: Build, { type }: Pick<Patch, "type">) {
  return { release, buildTarget, locale, type };
}

function urlsOf(content: ApplicationContent, { buildTarget, locale }: Build, patch: Patch): string[] {
  const target = own(content.buildTargets, buildTarget);
  const parts = { locale, osFtp: target?.osFtp, osBouncer: target?.osBouncer };
  const urls = [...filledBlocks(content), null].flatMap((block) => {
    const found = patchUrl(content, patch, block, parts);
    return "url" in found ? [found.url] : [];
  });
  return [...new Set(urls)];
}

function sizeFaults(name: string, build: Build): ConfiguredFault[] {
  const complete = build.patches.find(({ type, from }) => type === "complete" && from === "*");
  if (!complete) return [];
  return build.patches
    .filter(({ type, size }) => type === "partial" && size > complete.size)
    .map((partial) => ({
      cause: "partial larger than complete",
      detail: `the partial from ${partial.from} has ${partial.size} bytes, the complete ${complete.size}`,
      user: userOf(name, build, partial),
    }));
}

function filesOfAddons(
  name: string,
  content: Extract<ConfiguredRelease["content"], { kind: "plugins" | "system-addons" }>,
): FileToVerify[] {
  return Object.entries(content.addons).flatMap(([addon, { files }]) =>
    Object.entries(files).flatMap(([buildTarget, file]) => {
      if ("alias" in file) return [];
      const { size, hashValue } = file;
      const users = [{ release: name, buildTarget, locale: addon, type: "complete" as const }];
      return [file.url, ...file.mirrorURLs].map((url) => {
        return { url, size, hashFunction: content.hashFunction, hashValue, users };
      });
    }),
  );
}

function filesOfJson(
  name: string,
  { files, hashFunction }: Extract<ConfiguredRelease["content"], { kind: "json" }>,
): FileToVerify[] {
  return Object.entries(files).map(([buildTarget, { url, hashValue }]) => {
    const users = [{ release: name, buildTarget, locale: "", type: "complete" as const }];
    return { url, size: null, hashFunction, hashValue, users };
  });
}
