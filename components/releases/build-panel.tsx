import { Panel } from "@/components/ui/panel";
import { fallbackChannelOf } from "@/lib/protocol/request";
import type { ApplicationContent, Build } from "@/lib/releases/release";
import { filledBlocks, own, patchUrl, templateBlock } from "@/lib/releases/urls";

import { BuildPatches } from "./patch-tables";

type BuildPanelProps = { content: ApplicationContent; build: Build; channels: readonly string[] };

/** One build: its patches, and where clients of a channel get them. */
export function BuildPanel({ content, build, channels: [channel = "release"] }: BuildPanelProps) {
  const block = templateBlock(filledBlocks(content), {
    channel,
    fallbackChannel: fallbackChannelOf(channel),
  });
  const target = own(content.buildTargets, build.buildTarget);
  const parts = { locale: build.locale, osFtp: target?.osFtp, osBouncer: target?.osBouncer };
  return (
    <Panel
      title={`${build.buildTarget} ${build.locale}`}
      note={`build ${build.buildID ?? "unknown"}, as clients on ${channel} get it`}
    >
      <BuildPatches
        patches={build.patches.map((patch) => ({
          ...patch,
          hashFunction: patch.hashFunction ?? content.hashFunction,
          url: patchUrl(content, patch, block, parts),
        }))}
      />
    </Panel>
  );
}
