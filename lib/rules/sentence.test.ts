import { expect, test } from "vitest";

import { ruleFieldsSchema } from "./rule";
import { ruleSentence } from "./sentence";
import type { NamedReleases } from "./sentence";

const releases: NamedReleases = {
  "Heron-98.0-build2": { product: "Heron", kind: "application", version: "98.0" },
  "Heron-97.0.1-build1": { product: "Heron", kind: "application", version: "97.0.1" },
  "Heron-notice": { product: "Heron", kind: "desupport", version: "96.0" },
  "HeronGMP-98": { product: "HeronGMP", kind: "bundle", version: null },
};

const heron = { priority: 100, product: "Heron", channel: "release", mapping: "Heron-98.0-build2" };
const say = (fields: object) => ruleSentence(ruleFieldsSchema.parse({ ...heron, ...fields }), releases);

test.each([
  ["names product and channel", {}, "Offer Heron 98.0 to Heron on release."],
  [
    "says what a rate is a percentage of, and what the others get",
    { backgroundRate: 25, fallbackMapping: "Heron-97.0.1-build1" },
    "Offer Heron 98.0 to 25 % of background checks of Heron on release; the others get Heron 97.0.1.",
  ],
  [
    "says that without a fallback the others get nothing",
    { backgroundRate: 10 },
    "Offer Heron 98.0 to 10 % of background checks of Heron on release; the others get no update.",
  ],
  ["reads a null mapping as a decision", { mapping: null }, "Offer no update to Heron on release."],
  [
    "reads a rule without product and channel as one for all",
    { product: null, channel: null },
    "Offer Heron 98.0 to every product on every channel.",
  ],
  [
    "spells a channel's wildcard out",
    { channel: "release*" },
    "Offer Heron 98.0 to Heron on channels that start with release.",
  ],
  [
    "calls a desupport notice a notice",
    { mapping: "Heron-notice", osVersion: "Windows_NT 6.1, Windows_NT 6.2 && x86" },
    "Show the notice Heron-notice to Heron on release on Windows_NT 6.1 or Windows_NT 6.2 with x86.",
  ],
  [
    "calls plug-ins add-ons",
    { product: "HeronGMP", mapping: "HeronGMP-98" },
    "Serve the add-ons of HeronGMP-98 to HeronGMP on release.",
  ],
  [
    "keeps the name of a release that it does not know",
    { mapping: "Gone" },
    "Offer Gone to Heron on release.",
  ],
  ["says when it is switched off", { enabled: false }, "Switched off: Offer Heron 98.0 to Heron on release."],
  [
    "reads versions as ranges",
    { version: "<72.0.2,97.*,>=98.0,60.0" },
    "Offer Heron 98.0 to Heron on release below 72.0.2, at any 97, from 98.0 on or at 60.0.",
  ],
  [
    "reads build IDs as times",
    { buildID: "<20261105191836" },
    "Offer Heron 98.0 to Heron on release built before 20261105191836.",
  ],
  [
    "joins all that is set",
    { locale: "cy,de", buildTarget: "WINNT_x86-msvc", memory: ">2048", mig64: true, jaws: false },
    "Offer Heron 98.0 to Heron on release in cy or de for WINNT_x86-msvc with more than 2048 MB of memory ready to move to 64 bits without the JAWS screen reader.",
  ],
])("%s", (_fact, fields, sentence) => {
  expect(say(fields)).toBe(sentence);
});
