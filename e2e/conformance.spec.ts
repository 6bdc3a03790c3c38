import { expect, test } from "@playwright/test";

import type { Difference } from "@/lib/testing/conformance/compare";
import { Judge } from "@/lib/testing/conformance/judge";
import { snapshotOf } from "@/lib/testing/conformance/scenario-snapshot";
import {
  expectedOf,
  isForClients,
  readScenarios,
  vectorFiles,
  vectorPath,
  vectorsAreThere,
  type VectorFile,
} from "@/lib/testing/conformance/vectors";

import { aus, startOver } from "./command-line";
import { addressFor, askOverHttp, ausInProcess, untilServed } from "./conformance-service";

test.skip(!vectorsAreThere, "Balrog's recorded answers are not on this machine");

const scenarios = vectorsAreThere
  ? vectorFiles.flatMap((file) => readScenarios(file).map((scenario, index) => ({ file, index, scenario })))
  : [];
const judge = new Judge();

/** The first of each file goes through a process of its own, as people's commands do. */
async function importScenario(file: VectorFile, index: number): Promise<number | null> {
  const flags = ["--scenario", String(index + 1), "--replace", "--yes", "--skip-invalid", "--json"];
  const argv = ["import", "balrog", vectorPath(file), ...flags];
  const { status, out, err } = await (index === 0 ? aus(argv) : ausInProcess(argv));
  expect(status, err).toBe(0);
  return (JSON.parse(out) as { revision: number | null }).revision;
}

for (const { file, index, scenario } of scenarios) {
  test(`${file} ${index + 1} ${scenario.id}`, async () => {
    // Nothing at all cannot be imported over what is there: it may be a mistake.
    if (scenario.rules.length === 0) await startOver();
    else await untilServed(await importScenario(file, index));
    const snapshot = snapshotOf(file, index);
    const unintended: { url: string; differences: Difference[] }[] = [];
    for (const vector of scenario.requests.filter(isForClients)) {
      const { address, rolled } = addressFor(snapshot, vector);
      const got = await askOverHttp(vector, vector.url, address);
      if (got.status !== 405) {
        expect(got.cacheControl, vector.url).toBe(`${rolled ? "private" : "public"}, max-age=90`);
      }
      const differences = await judge.judge({
        scenario: scenario.id,
        vector,
        expected: expectedOf(vector),
        got,
        ask: (url) => askOverHttp(vector, url, address),
      });
      if (differences.length > 0) unintended.push({ url: vector.url, differences });
    }
    expect(unintended).toEqual([]);
  });
}

test("every intended difference from Balrog occurs", () => {
  expect(judge.unused()).toEqual([]);
  test.info().annotations.push({ type: "counts", description: judge.summary() });
  // eslint-disable-next-line no-console -- the count is a result of its own
  console.log(judge.summary());
});
