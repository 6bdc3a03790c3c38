import type { ReactNode } from "react";

import { Link } from "@/components/ui/link";
import { fileSize } from "@/components/ui/size";
import type { PatchSummary } from "@/lib/releases/coverage";

const cell = "h-8 border-b border-line px-3 group-last:border-b-0";

function Head({ names }: { names: readonly [string, string][] }) {
  return (
    <thead>
      <tr>
        {names.map(([name, className]) => (
          <th
            key={name}
            scope="col"
            className={`h-8 border-b border-line-strong bg-sunken px-3 text-2xs font-medium text-ink-soft ${className}`}
          >
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Source({ from }: { from: string }) {
  if (from === "*") return <span className="text-ink-soft">any release</span>;
  return (
    <Link href={`/releases/${encodeURIComponent(from)}`} className="link">
      {from}
    </Link>
  );
}

function Scroll({ children }: { children: ReactNode }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-separate border-spacing-0 text-xs">{children}</table>
    </div>
  );
}

/** What there is to download, by type and source. */
export function PatchSummaries({ patches }: { patches: readonly PatchSummary[] }) {
  return (
    <Scroll>
      <caption className="sr-only">Patches by type and source</caption>
      <Head
        names={[
          ["Type", "text-left"],
          ["From", "text-left"],
          ["Files", "text-right"],
          ["Sizes", "text-right"],
          ["Together", "text-right"],
        ]}
      />
      <tbody>
        {patches.map(({ type, from, files, smallest, largest, total }) => (
          <tr key={`${type} ${from}`} className="group">
            <td className={cell}>{type}</td>
            <td className={cell}>
              <Source from={from} />
            </td>
            <td className={`${cell} figures text-right`}>{files}</td>
            <td className={`${cell} figures text-right`}>
              {fileSize(smallest)} – {fileSize(largest)}
            </td>
            <td className={`${cell} figures text-right`}>{fileSize(total)}</td>
          </tr>
        ))}
      </tbody>
    </Scroll>
  );
}

export type LocatedPatch = {
  type: string;
  from: string;
  size: number;
  hashFunction: string;
  hashValue: string;
  /** Where the channel's clients get it, or why there is no such place. */
  url: { url: string } | { missing: string };
};

/** The patches of one build, with what a client is told of each. */
export function BuildPatches({ patches }: { patches: readonly LocatedPatch[] }) {
  return (
    <Scroll>
      <caption className="sr-only">Patches of the build</caption>
      <Head
        names={[
          ["Type", "text-left"],
          ["From", "text-left"],
          ["Size", "text-right"],
          ["URL and hash", "text-left"],
        ]}
      />
      <tbody>
        {patches.map(({ type, from, size, hashFunction, hashValue, url }) => (
          <tr key={`${type} ${from}`} className="group align-top">
            <td className={`${cell} py-2`}>{type}</td>
            <td className={`${cell} py-2 whitespace-nowrap`}>
              <Source from={from} />
            </td>
            <td
              className={`${cell} figures py-2 text-right whitespace-nowrap`}
              title={`${String(size)} bytes`}
            >
              {fileSize(size)}
            </td>
            <td className={`${cell} py-2 font-mono text-[0.6875rem]`}>
              {"url" in url ? (
                <span className="break-all">{url.url}</span>
              ) : (
                <span className="text-bad">{url.missing}</span>
              )}
              <span className="block truncate text-ink-faint" title={hashValue}>
                {hashFunction} {hashValue.slice(0, 40)}
                {hashValue.length > 40 && "…"}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </Scroll>
  );
}
