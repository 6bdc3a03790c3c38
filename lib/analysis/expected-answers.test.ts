import { expect, test } from "vitest";

import { answer } from "@/lib/serving/answer";
import { release, rule, snapshot } from "@/lib/testing/configurations";
import { ClientCounter } from "@/lib/traffic/counter";

import { expectAnswers } from "./expected-answers";

const versions = Array.from({ length: 30 }, (_, index) => 90 + index);

const served = snapshot({
  releases: versions.map((version) =>
    release({
      name: `Heron-${String(version)}.0`,
      content: { attributes: { appVersion: `${String(version)}.0` } },
      builds: [
        {
          buildTarget: "WINNT_x86_64-msvc",
          locale: "de",
          buildID: String(version),
          patches: [
            { type: "complete", from: "*", size: 1, hashValue: String(version), url: "https://x.example/x" },
          ],
        },
      ],
    }),
  ),
  rules: [rule({ mapping: "Heron-119.0", backgroundRate: 5 })],
});

test("what a node is asked is bounded, and another choice each time", () => {
  const paths = (most: number, seed: number) => expectAnswers(served, { most, seed }).map(({ path }) => path);
  expect(paths(200, 1)).toHaveLength(versions.length);
  const [some, others] = [paths(10, 1), paths(10, 2)];
  expect(new Set(some).size).toBe(10);
  expect(paths(10, 1)).toEqual(some);
  expect([...others].sort()).not.toEqual([...some].sort());
});

test("the answers do not depend on a roll, and asking for them is no traffic", () => {
  const counter = new ClientCounter();
  for (const { path, body, rule: decided } of expectAnswers(served, { most: 200, seed: 1 })) {
    const request = { method: "GET", url: path, userAgent: undefined, address: "" };
    const policy = { roll: () => 99, sticky: true, maxAge: 90 };
    expect(answer(served, request, policy, counter).body).toBe(body);
    expect(decided).toBe("1");
  }
  expect(counter.size).toBe(0);
  const client = { method: "GET", url: "/update/3/Heron/1.0/1/x/de/release/x/a/b/update.xml?force=1" };
  answer(
    served,
    { ...client, userAgent: "Heron", address: "" },
    { roll: () => 0, sticky: true, maxAge: 9 },
    counter,
  );
  expect(counter.size).toBe(1);
});
