import { expect, test } from "vitest";

import { checkInvariant, follower } from "@/lib/analysis/invariants";
import { explain } from "@/lib/decision/explain";
import { compileSnapshot } from "@/lib/decision/snapshot";

import { demoConfiguration } from "./configuration";
import { story } from "./story";

const configuration = demoConfiguration();
const applications = configuration.releases.filter(({ content }) => content.kind === "application");
const names = new Set(configuration.releases.map(({ name }) => name));

test("has at least three products on test, beta, release, esr and nightly channels", () => {
  expect(configuration.products.length).toBeGreaterThanOrEqual(3);
  const channels = new Set(configuration.channels.map(({ name }) => name));
  for (const channel of ["nightly", "betatest", "beta", "releasetest", "release", "esr"]) {
    expect(channels).toContain(channel);
  }
});

test("has at least 20 application releases, most with 8 build targets of 20 or more locales", () => {
  expect(applications.length).toBeGreaterThanOrEqual(20);
  const whole = applications.filter(({ builds }) => {
    const targets = new Set(builds.map(({ buildTarget }) => buildTarget));
    return targets.size === 8 && builds.length >= 8 * 20;
  });
  expect(whole.length).toBeGreaterThanOrEqual(20);
});

test("every partial leads from a release that has the build", () => {
  const builds = new Set(
    applications.flatMap(({ name, builds }) =>
      builds.map((build) => `${name} ${build.buildTarget} ${build.locale}`),
    ),
  );
  for (const release of applications) {
    const sources = release.builds.flatMap(({ buildTarget, locale, patches }) =>
      patches.filter(({ type }) => type === "partial").map(({ from }) => `${from} ${buildTarget} ${locale}`),
    );
    expect(sources.filter((source) => !builds.has(source))).toEqual([]);
  }
});

test("every rule and pin maps to a release that is there", () => {
  const mapped = [
    ...configuration.rules.flatMap(({ mapping, fallbackMapping }) => [mapping, fallbackMapping]),
    ...configuration.pins.map(({ mapping }) => mapping),
  ];
  for (const name of mapped) if (name !== null) expect(names).toContain(name);
});

test("no two enabled rules of a product have the same priority on one channel", () => {
  const places = configuration.rules
    .filter(({ enabled }) => enabled)
    .map(({ product, channel, priority }) => `${product ?? "*"} ${channel ?? "*"} ${String(priority)}`);
  expect(new Set(places).size).toBe(places.length);
});

test("every rule of Heron says why it is there", () => {
  for (const rule of configuration.rules) if (rule.product === "Heron") expect(rule.comment).not.toBeNull();
});

test("tells its story in revisions of three people, each with a reason", () => {
  expect(story.length).toBeGreaterThanOrEqual(15);
  expect(new Set(story.map(({ actor }) => actor))).toEqual(new Set(["driver", "manager", "admin"]));
  for (const { reason, operations } of story) {
    expect(reason.length).toBeGreaterThan(20);
    expect(operations.length).toBeGreaterThan(0);
  }
});

test("is the same every time", () => {
  expect(demoConfiguration()).toEqual(configuration);
});

const snapshot = compileSnapshot({
  ...configuration,
  revision: story.length,
  rules: configuration.rules.map((rule) => ({ ...rule, id: rule.id ?? 0, rowVersion: 1 })),
});

const ordinary = {
  product: "Heron",
  buildID: "20200101000000",
  target: "WINNT_x86_64-msvc-x64",
  locale: "de",
  channel: "release",
  os: "Windows_NT 10.0.0.0.22631",
  capabilities: "ISET:SSE4_2,MEM:16384",
  distribution: "default",
};

/** What a client gets; `roll` is where it falls for each throttle. */
function offered(client: Partial<typeof ordinary> & { version: string }, roll = 99) {
  const { product, version, buildID, target, locale, channel, os, capabilities, distribution } = {
    ...ordinary,
    ...client,
  };
  const path = [
    product,
    version,
    buildID,
    target,
    locale,
    channel,
    os,
    capabilities,
    distribution,
    "default",
  ];
  return explain(snapshot, {
    url: `/update/6/${path.map(encodeURIComponent).join("/")}/update.xml`,
    roll: () => roll,
  });
}

test.each([
  ["clients before 3.6.28 pass through it", { version: "3.0.19" }, "Heron-3.6.28-build1"],
  ["clients before 72.0.2 pass through it", { version: "60.0" }, "Heron-72.0.2-build1"],
  ["most clients of release stay on 97.0.1", { version: "96.0" }, "Heron-97.0.1-build1"],
  ["Windows 8 gets its last release", { version: "80.0", os: "Windows_NT 6.3" }, "Heron-95.0.1-build1"],
  ["then the notice", { version: "95.0.1", os: "Windows_NT 6.3" }, "Heron-desupport-windows-8"],
  ["Northwind stays on 96.0.2", { version: "95.0", distribution: "northwind" }, "Heron-96.0.2-build1"],
  [
    "a partner's channel falls back to release",
    { version: "96.0", channel: "release-cck-x" },
    "Heron-97.0.1-build1",
  ],
  ["esr has a line of its own", { version: "91.4.0", channel: "esr" }, "Heron-91.7.0esr-build1"],
  ["old plug-ins go to old clients", { product: "HeronGMP", version: "60.0" }, "OpenVideo-1.8.1"],
  [
    "the hotfix goes to 98.0",
    { product: "HeronSystemAddons", version: "98.0" },
    "HeronSystemAddons-98-hotfix",
  ],
])("%s", (_fact, client, release) => {
  const target = client.version === "3.0.19" ? { target: "WINNT_x86-msvc" } : {};
  expect(offered({ ...client, ...target }).decision.release).toBe(release);
});

test("a quarter of the background checks on release is offered 98.0", () => {
  expect(offered({ version: "97.0.1" }, 24).decision.release).toBe("Heron-98.0-build2");
  expect(offered({ version: "97.0" }, 25).decision.release).toBe("Heron-97.0.1-build1");
});

test("clients beside JAWS and clients in Welsh wait on 97.0.1, wherever they fall", () => {
  expect(offered({ version: "96.0", capabilities: "ISET:SSE4_2,MEM:8192,JAWS:1" }, 0).decision.release).toBe(
    "Heron-97.0.1-build1",
  );
  expect(offered({ version: "96.0", locale: "cy" }, 0).decision.release).toBe("Heron-97.0.1-build1");
});

test("ARM Linux on 95.0 is offered nothing, on purpose", () => {
  const { decision } = offered({ version: "95.0", target: "Linux_aarch64-gcc3" }, 0);
  expect(decision).toMatchObject({
    rule: { alias: "broken-updater-95-arm" },
    reason: "the rule maps to nothing",
  });
});

test("Osprey beta is shut off", () => {
  expect(offered({ product: "Osprey", version: "98.0", channel: "beta" }).decision.reason).toBe("shut off");
});

test("one step up gets the partial, and every file comes from an allowed host", () => {
  const { body, trace } = offered({ version: "97.0.1", buildID: "20261020130455" }, 0);
  expect(body).toContain('type="partial"');
  expect(trace.filter((step) => step.step === "patch").every(({ says }) => !says.includes("forbidden"))).toBe(
    true,
  );
});

test("what QA sees has nothing missing but the four builds that are still to come", () => {
  const release = configuration.releases.find(({ name }) => name === "Heron-98.0.1-build1");
  expect(release?.builds.length).toBe(8 * 24 - 4);
});

test("what has to hold does, but for what is warned of while a beta is switched off", () => {
  const { rules, channels, invariants = [] } = configuration;
  const compiled = compileSnapshot({
    revision: 1,
    ...configuration,
    rules: rules.map((rule, index) => ({ ...rule, id: rule.id ?? index + 1, rowVersion: 1 })),
  });
  const follow = follower(compiled);
  const held = invariants.map((invariant) => {
    const { states, broken } = checkInvariant(compiled, invariant, { follow, channels });
    return [invariant.enforcement, states > 0, broken.length === 0];
  });
  expect(held).toEqual([
    ["blocks", true, true],
    ["blocks", true, true],
    ["warns", true, false],
  ]);
});
