import fc from "fast-check";
import { expect, test } from "vitest";

import { answer, type ServingPolicy } from "@/lib/serving/answer";
import { arbitraryClient } from "@/lib/testing/oracle/arbitrary-client";
import { arbitraryConfiguration } from "@/lib/testing/oracle/arbitrary-configuration";
import { urlOf, userAgentOf, type Client } from "@/lib/testing/oracle/client";
import { expectedAnswer } from "@/lib/testing/oracle/naive-answer";

import { compileSnapshot, type Snapshot } from "./snapshot";

/** How many clients are asked for; `ORACLE_CASES=100000` for the long run. */
const cases = Number(process.env["ORACLE_CASES"] ?? 5000);
const clientsPerConfiguration = 25;

const rolls = [0, 24, 25, 60, 99];
const policies = new Map<number, ServingPolicy>(
  rolls.map((rand) => [rand, { roll: () => rand, sticky: false, maxAge: 90 }]),
);

function ask(snapshot: Snapshot, client: Client, rand: number) {
  const request = { method: "GET", url: urlOf(client), userAgent: userAgentOf(client), address: "192.0.2.1" };
  const { headers, body } = answer(snapshot, request, policies.get(rand)!);
  const at = headers.indexOf("Rule-ID");
  return { ruleId: at < 0 ? null : headers[at + 1], text: body };
}

/** Squashed answers say the same in one line. */
function inOneLine(text: string): string {
  return text.replace(/\n */g, "");
}

test(
  "every client gets what a plain reading of the protocol gives it",
  () => {
    const client = fc.tuple(arbitraryClient, fc.constantFrom(...rolls));
    const clients = fc.array(client, {
      minLength: clientsPerConfiguration,
      maxLength: clientsPerConfiguration,
    });
    let updates = 0;
    fc.assert(
      fc.property(arbitraryConfiguration, clients, (configuration, asking) => {
        const rules = configuration.rules.map((rule, i) => ({ ...rule, id: rule.id ?? i, rowVersion: 1 }));
        const snapshot = compileSnapshot({ ...configuration, revision: 1, rules });
        for (const [each, rand] of asking) {
          const { ruleId, lines } = expectedAnswer(configuration, each, rand);
          const text = ['<?xml version="1.0"?>', "<updates>", ...lines, "</updates>"].join("\n");
          const given = ask(snapshot, each, rand);
          expect({ ruleId: given.ruleId, text: inOneLine(given.text) }).toEqual({
            ruleId,
            text: inOneLine(text),
          });
          if (lines.length > 0) updates++;
        }
      }),
      { numRuns: Math.ceil(cases / clientsPerConfiguration) },
    );
    // A property that hardly ever serves anything would prove nothing.
    expect(updates).toBeGreaterThan(cases / 20);
  },
  cases * 20,
);
