import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { fallbackChannelOf } from "@/lib/protocol/request";
import { matchesChannel } from "@/lib/rules/match";

import { guards, isTestChannel } from "./coverage";

const scope = (channel: string | null, product: string | null = "Firefox") => ({ product, channel });

describe("whom a policy guards", () => {
  test.each([
    ["release*", "release", true],
    ["release*", "release-cck-acme", true],
    ["release*", "releasetest", false],
    ["release*", "release-cdntest", false],
    ["releasetest", "releasetest", true],
    ["release*", "release*", true],
    ["release*", "rel*", true],
    ["release*", "beta", false],
    ["release", "release-cck-acme", true],
    ["release-cck-acme", "release", true],
    ["release-cck-a*", "release", true],
    ["beta*", null, true],
    ["*", "releasetest", true],
    ["esr*", "*", true],
  ])("%s and a channel of %s: %s", (pattern, channel, expected) => {
    expect(guards({ product: "*", channel: pattern }, scope(channel))).toBe(expected);
    expect(guards({ product: "Firefox", channel: pattern }, scope(channel, null))).toBe(expected);
    expect(guards({ product: "Thunderbird", channel: pattern }, scope(channel))).toBe(false);
  });

  const channel = fc
    .tuple(
      fc.constantFrom("release", "releasetest", "rel", "beta", "beta2", "esr"),
      fc.constantFrom("", "", "-cck-acme", "-cck-", "x", "test"),
    )
    .map((parts) => parts.join(""));
  const query = (name: string) => ({ channel: name, fallbackChannel: fallbackChannelOf(name) });
  /** A client's channel, and a way to write it: itself, what it falls back to, or a prefix. */
  const written = (name: string) =>
    fc.oneof(
      fc.constantFrom(name, fallbackChannelOf(name)),
      fc.integer({ min: 2, max: name.length }).map((length) => `${name.slice(0, length)}*`),
    );
  const named = channel.chain((client) => fc.tuple(fc.constant(client), written(client), written(client)));

  test("no client of a rule's channel that a policy names is left unguarded", () => {
    fc.assert(
      fc.property(named, ([client, policy, rule]) => {
        const isNamed =
          matchesChannel(policy, query(client)) && !(policy.endsWith("*") && isTestChannel(client));
        fc.pre(isNamed && matchesChannel(rule, query(client)));
        expect(guards({ product: "*", channel: policy }, scope(rule))).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });
});
