import { expect, test } from "vitest";

import { readConfigurationLines } from "./configuration-lines";

test("a line lists clients by locale, and takes from those before it what it does not say", () => {
  const { shipped, unreadable } = readConfigurationLines(
    [
      "# Heron 3.6",
      'release="3.6.10" product="Heron" platform="Linux_x86-gcc3" build_id="20100914122136" locales="de en-US" channel="betatest" from="/heron/%locale%.mar" aus_server="https://aus.example" ftp_server_from="https://a.example" patch_types="partial complete"',
      "",
      'release="3.5" platform=\'WINNT_x86-msvc\' build_id=20090624012136 locales="fr"\r',
    ].join("\n"),
  );
  expect(unreadable).toEqual([]);
  expect(shipped.map(({ clients, patchTypes }) => [clients.map(({ locale }) => locale), patchTypes])).toEqual(
    [
      [
        ["de", "en-US"],
        ["partial", "complete"],
      ],
      [["fr"], ["partial", "complete"]],
    ],
  );
  expect(shipped[1]?.clients[0]).toMatchObject({
    ...{ product: "Heron", version: "3.5", channel: "betatest" },
    ...{ buildTarget: "WINNT_x86-msvc", buildID: "20090624012136" },
  });
});

test("lines that can't be read are told with their number and what is missing", () => {
  const text = ['release="1" product="Heron"', "not a line at all", 'patch_types="some"'].join("\n");
  const { unreadable } = readConfigurationLines(text);
  expect(unreadable).toEqual([
    { line: 1, detail: "it does not say platform, build_id, locales, channel" },
    { line: 2, detail: 'it has something other than key="value"' },
    { line: 3, detail: "it does not say release, platform, build_id, locales, channel" },
  ]);
});
