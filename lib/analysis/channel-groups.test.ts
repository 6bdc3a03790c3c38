import { expect, test } from "vitest";

import { rule, snapshot } from "@/lib/testing/configurations";

import { groupChannels } from "./channel-groups";

const channels = ["beta", "release", "release-cck-a", "release-cck-b", "release-cck-c"];

const groupsOf = (rules: Parameters<typeof rule>[0][]) =>
  groupChannels(
    [snapshot({ rules: rules.map((fields, index) => rule({ id: index + 1, ...fields })) })],
    "Heron",
    channels,
  );

const named = { channel: "release*" };

test("what names partners' channels for their distributions only tells none apart, what names one for all does", () => {
  const partners = ["a", "b"].map((name) => ({ channel: `release-cck-${name}`, distribution: name }));
  expect(groupsOf([named, ...partners])).toEqual([["beta"], channels.slice(1)]);
  expect(groupsOf([named, { channel: "release-cck-b" }])).toEqual([
    ["beta"],
    ["release", "release-cck-a", "release-cck-c"],
    ["release-cck-b"],
  ]);
});

test("a rule for exactly one channel takes the channels that fall back to it as well", () => {
  expect(groupsOf([{ channel: "release" }])).toEqual([["beta"], channels.slice(1)]);
});

test("what is switched off or another product's tells none apart", () => {
  const others = [
    { channel: "release-cck-a", enabled: false },
    { channel: "release-cck-b", product: "Osprey" },
  ];
  expect(groupsOf([named, ...others])).toEqual([["beta"], channels.slice(1)]);
});
