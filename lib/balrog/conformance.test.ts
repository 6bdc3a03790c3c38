import { afterAll, describe, expect, test } from "vitest";

import { Judge } from "@/lib/testing/conformance/judge";
import { answerTo, snapshotOf } from "@/lib/testing/conformance/scenario-snapshot";
import {
  expectedOf,
  isForClients,
  readScenarios,
  vectorFiles,
  vectorsAreThere,
} from "@/lib/testing/conformance/vectors";

const scenarios = vectorsAreThere
  ? vectorFiles.flatMap((file) => readScenarios(file).map((scenario, index) => ({ file, index, scenario })))
  : [];

describe.skipIf(!vectorsAreThere)("answers are Balrog's (skipped without ../shared/data/vectors)", () => {
  const judge = new Judge();

  test.each(scenarios.map((each) => [`${each.file} ${each.index + 1} ${each.scenario.id}`, each] as const))(
    "%s",
    async (_, { file, index, scenario }) => {
      const snapshot = snapshotOf(file, index);
      const unintended: unknown[] = [];
      for (const vector of scenario.requests.filter(isForClients)) {
        const situation = {
          scenario: scenario.id,
          vector,
          expected: expectedOf(vector),
          got: answerTo(snapshot, vector),
          ask: (url: string) => answerTo(snapshot, vector, url),
        };
        const differences = await judge.judge(situation);
        if (differences.length > 0) unintended.push({ url: vector.url, rand: vector.rand, differences });
      }
      expect(unintended).toEqual([]);
    },
  );

  test("differ from Balrog's in every way that is said to be intended", () => {
    expect(judge.unused()).toEqual([]);
  });

  afterAll(() => {
    // eslint-disable-next-line no-console -- the count is a result of its own
    console.log(judge.summary());
  });
});
