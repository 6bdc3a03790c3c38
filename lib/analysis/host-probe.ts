import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import type { ApplicationContent, Build, ReleaseContent } from "@/lib/releases/release";
import { filledBlocks, own, patchUrl } from "@/lib/releases/urls";

/** A file by which it can be seen whether its host can be reached. */
export type FileToProbe = {
  /** With its port, if it has one. */
  readonly host: string;
  readonly release: string;
  readonly product: string;
  readonly url: string;
};

/** What came of asking for it last. */
export type FileProbe = FileToProbe & {
  readonly at: Date;
  /** Null: the host answered. */
  readonly failing: { readonly since: Date; readonly reason: string } | null;
};

/** Names that are nobody's for good (RFC 2606 and 6761): examples, such as those of the demo. */
const reserved = /(^|\.)(example|test|invalid|localhost|example\.(com|net|org))$/;

/** For each host of a release's files one of them, for everybody where there is one. */
export function filesToProbe(
  { name, product, content }: Pick<ConfiguredRelease, "name" | "product" | "content">,
  builds: readonly Build[],
): FileToProbe[] {
  const files = new Map<string, FileToProbe>();
  for (const url of urlsOf(content, builds)) {
    const host = hostOf(url);
    if (host !== null && !files.has(host)) files.set(host, { host, release: name, product, url });
  }
  return [...files.values()];
}

function urlsOf(content: ReleaseContent, builds: readonly Build[]): string[] {
  switch (content.kind) {
    case "application":
      return builds.flatMap((build) => urlsOfBuild(content, build));
    case "plugins":
    case "system-addons":
      return Object.values(content.addons).flatMap(({ files }) =>
        Object.values(files).flatMap((file) =>
          "alias" in file ? [] : [file.url, ...("mirrorURLs" in file ? file.mirrorURLs : [])],
        ),
      );
    case "json":
      return Object.values(content.files).map(({ url }) => url);
    case "desupport":
    case "bundle":
      return [];
  }
}

/** Of complete files before partials, whose templates may lead elsewhere. */
function urlsOfBuild(content: ApplicationContent, { buildTarget, locale, patches }: Build): string[] {
  const target = own(content.buildTargets, buildTarget);
  const parts = { locale, osFtp: target?.osFtp, osBouncer: target?.osBouncer };
  const completeFirst = [...patches].sort((a, b) => a.type.localeCompare(b.type));
  return completeFirst.flatMap((patch) =>
    [...filledBlocks(content), null].flatMap((block) => {
      const found = patchUrl(content, patch, block, parts);
      return "url" in found ? [found.url] : [];
    }),
  );
}

function hostOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, host, hostname } = new URL(url);
  return /^https?:$/.test(protocol) && !reserved.test(hostname) ? host : null;
}
