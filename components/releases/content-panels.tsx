import type { ReactNode } from "react";

import { Facts } from "@/components/ui/facts";
import type { Fact } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import type {
  AddonFile,
  ApplicationContent,
  PluginsContent,
  ReleaseContent,
  SystemAddonsContent,
} from "@/lib/releases/release";

import { fileSize } from "@/components/ui/size";

/** What a release says besides its builds. */
export function ContentPanels({ release: { content } }: { release: ConfiguredRelease }) {
  return (
    <div className="grid gap-4">
      <Panel title={content.kind === "application" ? "Attributes" : "Content"}>
        <Facts facts={factsOf(content)} />
      </Panel>
      {content.kind === "application" && content.attributeGroups.length > 0 && (
        <AttributeGroups groups={content.attributeGroups} />
      )}
    </div>
  );
}

const mono = (text: ReactNode) => <span className="font-mono text-[0.6875rem] break-all">{text}</span>;

function factsOf(content: ReleaseContent): Fact[] {
  switch (content.kind) {
    case "application":
      return applicationFacts(content);
    case "desupport":
      return [
        { name: "displayVersion", value: content.displayVersion },
        { name: "detailsURL", value: mono(content.detailsURL) },
      ];
    case "plugins":
    case "system-addons":
      return addonFacts(content);
    case "bundle":
      return [
        { name: "Products", value: content.products.join(", ") || "none" },
        { name: "Releases", value: content.releases.join(", ") || "none" },
      ];
    case "json":
      return [
        { name: "Version", value: content.version },
        { name: "Required", value: content.required ? "yes" : "no" },
        ...Object.entries(content.files).map(([target, { url }]) => ({ name: target, value: mono(url) })),
      ];
  }
}

function applicationFacts(content: ApplicationContent): Fact[] {
  const aliases = Object.entries(content.buildTargets).flatMap(([name, { alias }]) =>
    alias === undefined ? [] : [`${name} → ${alias}`],
  );
  return [
    ...Object.entries(content.attributes).map(([name, value]) => ({ name, value: mono(value) })),
    { name: "Dialect", value: content.dialect },
    { name: "Hash function", value: content.hashFunction },
    ...(content.oldClients ? [{ name: "Old clients", value: "get their own version back" }] : []),
    ...(content.squashedFor.length > 0
      ? [{ name: "Squashed for", value: mono(content.squashedFor.join(", ")) }]
      : []),
    ...Object.keys(content.urlTemplates).map((channel) => ({
      name: channel === "*" ? "Files of other channels" : `Files on ${channel}`,
      value: mono(Object.values(content.urlTemplates[channel]?.complete ?? {})[0] ?? "partials only"),
    })),
    ...(aliases.length > 0 ? [{ name: "Aliases", value: <Lines lines={aliases} /> }] : []),
  ];
}

function Lines({ lines }: { lines: readonly string[] }) {
  return lines.map((line) => (
    <span key={line} className="block">
      {mono(line)}
    </span>
  ));
}

function addonFacts(content: PluginsContent | SystemAddonsContent): Fact[] {
  const addons = Object.entries(content.addons);
  if (addons.length === 0) {
    const empties = content.kind === "system-addons" && content.uninstall;
    return [{ name: "Add-ons", value: empties ? "none: all are uninstalled" : "none: no change" }];
  }
  return addons.flatMap(([id, { version, files }]) => [
    { name: id, value: `version ${version}` },
    ...Object.entries(files).map(([target, file]) => ({ name: `· ${target}`, value: fileInWords(file) })),
  ]);
}

function fileInWords(file: AddonFile | { alias: string }): ReactNode {
  if ("alias" in file) return `as ${file.alias}`;
  return (
    <>
      {mono(file.url)} <span className="figures text-ink-faint">{fileSize(file.size)}</span>
    </>
  );
}

function AttributeGroups({ groups }: { groups: ApplicationContent["attributeGroups"] }) {
  return (
    <Panel title="Attributes that some clients get">
      {groups.map((group, index) => (
        <div key={index} className="border-b border-line last:border-b-0">
          <p className="px-3 pt-2.5 text-xs">
            <strong className="font-semibold">For </strong>
            {Object.entries(group.for)
              .map(([name, values]) => `${name} ${values?.join(", ") ?? ""}`)
              .join(" and ") || "everyone"}
          </p>
          <Facts
            facts={Object.entries(group.fields).map(([name, value]) => ({ name, value: mono(value) }))}
          />
        </div>
      ))}
    </Panel>
  );
}
