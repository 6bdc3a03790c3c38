import type { Metadata } from "next";

import { BuildPanel } from "@/components/releases/build-panel";
import { ContentPanels } from "@/components/releases/content-panels";
import { CoveragePanel } from "@/components/releases/coverage-panel";
import { kindLabels } from "@/components/releases/kinds";
import { MappingRules } from "@/components/releases/mapping-rules";
import { PatchSummaries } from "@/components/releases/patch-tables";
import { ReleaseActions } from "@/components/releases/release-actions";
import { RawJson } from "@/components/releases/raw-json";
import { VerificationPanel } from "@/components/releases/verification-panel";
import { choice } from "@/components/shell/asked";
import { Page } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import { shownVersion } from "@/lib/overview/lines";
import { getRelease, namesOf, readView } from "@/lib/overview/service";
import { coverage, summarisePatches } from "@/lib/releases/coverage";
import { getReleaseRow } from "@/lib/releases/service";
import { ruleSentence } from "@/lib/rules/sentence";
import { readReleaseVerification, type ReleaseVerification } from "@/lib/verify/service";

import { parameter, read } from "../../reading";
import type { SearchParams } from "../../reading";
import { toShownTask } from "../../shown-task";
import { verifyReleaseFiles } from "../verify-actions";

type Props = { params: Promise<{ name: string }>; searchParams: SearchParams };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function ReleasePage({ params, searchParams }: Props) {
  const name = decodeURIComponent((await params).name);
  const { release, previous, rules } = await read((actor) => getRelease(actor, name));
  const [{ releases }, row, verification] = await Promise.all([
    read(readView),
    read((actor) => getReleaseRow(actor, name)),
    read((actor) => readReleaseVerification(actor, name)),
  ]);
  const names = namesOf(releases);
  const place = await parameter(searchParams, "build");
  return (
    <Page knows={{ build: choice(release.builds.some((build) => placeOf(build) === place) ? [place] : []) }}>
      <PageHeader
        parent={{ href: "/releases", label: "Releases" }}
        title={release.name}
        badges={<Badges release={release} isServed={rules.length > 0} />}
        note={release.comment ?? undefined}
        actions={<ReleaseActions release={row} builds={release.builds.length} rules={rules.length} />}
      />
      <div className="grid gap-4">
        <Files release={release} verification={verification} />
        <Builds release={release} previous={previous} rules={rules} place={place} />
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <div className="grid gap-4">
            <MappingRules
              rules={rules.map((rule) => ({ ...rule, sentence: ruleSentence(rule, names) }))}
              release={release.name}
            />
            {release.content.kind === "application" && (
              <Panel title="Patches" note="by type and by the release that they lead from">
                <PatchSummaries patches={summarisePatches(release.builds)} />
              </Panel>
            )}
          </div>
          <ContentPanels release={release} />
        </div>
        <RawJson release={release} />
      </div>
    </Page>
  );
}

type FilesProps = { release: ConfiguredRelease; verification: ReleaseVerification };

/** Whether its files were verified; nothing where it has none. */
function Files({ release: { name, product, content }, verification: { verified, task } }: FilesProps) {
  if (content.kind === "desupport" || content.kind === "bundle") return null;
  return (
    <VerificationPanel
      release={name}
      product={product}
      verified={verified && { ...verified, at: verified.at.toISOString() }}
      task={task && toShownTask(task)}
      verify={verifyReleaseFiles}
    />
  );
}

type BuildsProps = Awaited<ReturnType<typeof getRelease>> & { place: string };

/** Which builds there are, and the patches of the one that the address names. */
function Builds({ release: { name, content, builds }, previous, rules, place }: BuildsProps) {
  if (content.kind !== "application") return null;
  const build = builds.find((one) => placeOf(one) === place);
  return (
    <>
      <CoveragePanel
        coverage={coverage(builds, previous?.builds ?? null)}
        previous={previous?.name ?? null}
        href={`/releases/${encodeURIComponent(name)}`}
        selected={build ? place : null}
      />
      {build && <BuildPanel content={content} build={build} channels={channelsOf(rules)} />}
    </>
  );
}

function placeOf({ buildTarget, locale }: { buildTarget: string; locale: string }): string {
  return `${buildTarget}/${locale}`;
}

function Badges({ release, isServed }: { release: ConfiguredRelease; isServed: boolean }) {
  const version = shownVersion(release);
  return (
    <>
      <Badge>{release.product}</Badge>
      <Badge>{kindLabels[release.content.kind]}</Badge>
      {version !== null && <Badge tone="accent">{version}</Badge>}
      {isServed ? <Badge tone="good">a rule maps to it</Badge> : <Badge>no rule maps to it</Badge>}
      {release.readOnly && <Badge tone="warn">read-only</Badge>}
    </>
  );
}

/** Channels whose clients get it, for the places of its files; any, where no rule says. */
function channelsOf(rules: readonly { channel: string | null }[]): string[] {
  const channels = rules.flatMap(({ channel }) => (channel === null ? [] : [channel.replace(/\*$/, "")]));
  return channels.length > 0 ? [...new Set(channels)] : ["release"];
}
