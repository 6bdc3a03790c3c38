import { expect, test } from "vitest";

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
    for (const { buildTarget, locale, patches } of release.builds) {
      for (const { type, from } of patches) {
        if (type === "partial") expect(builds).toContain(`${from} ${buildTarget} ${locale}`);
      }
    }
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
