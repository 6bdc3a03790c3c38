import { describe, expect, test } from "vitest";

import { chatAdapters } from "./adapter";
import { chatMessage } from "./chat";
import { tellingOf } from "./chat-words";
import { hookEvents } from "./hook";

const service = "https://aus.example.com/";
const about = { at: "2026-11-26T12:00:00.000Z", actor: "driver@example.com", products: ["Firefox"] };
const told = (payload: object) => tellingOf({ ...about, ...payload }, service);
const proposal = { event: "proposed", changeSet: 12, reason: "Push 130", text: "" };

describe("people are told", () => {
  test.each([
    [
      { ...proposal, waitsFor: ["1 manager of Firefox"] },
      "proposed change set 12: Push 130. Waits for 1 manager of Firefox.",
    ],
    [
      { ...proposal, reason: "Push 130!", waitsFor: ["1 driver of X"] },
      "change set 12: Push 130! Waits for 1 driver",
    ],
    [{ ...proposal, event: "signed", text: "manager" }, "signed change set 12 as manager: Push 130"],
    [
      { ...proposal, event: "changes-requested", text: "Too fast" },
      "requested changes of change set 12: Too fast",
    ],
    [
      { ...proposal, event: "scheduled", text: "2026-11-27T08:30:00.000Z" },
      "scheduled for 2026-11-27 08:30 UTC: Push",
    ],
    [
      { ...proposal, event: "failed", text: "Rule 7 was changed" },
      "12 failed: Rule 7 was changed (Push 130)",
    ],
    [
      { ...proposal, event: "cancelled", text: "Not now" },
      "driver@example.com cancelled change set 12: Not now",
    ],
    [
      { event: "enacted", revision: 7, changeSet: 12, reason: "Push" },
      "enacted change set 12 as revision 7: Push",
    ],
    [{ event: "enacted", revision: 7, changeSet: null, reason: "Push" }, "enacted revision 7: Push"],
    [
      { event: "shut-off", revision: 7, channel: "release", version: null, reason: "Crashes" },
      "switched updates of Firefox release off: Crashes",
    ],
    [
      { event: "shut-off", products: ["*"], channel: "*", reason: "" },
      "updates of every product on every channel off",
    ],
    [
      { event: "problem-found", node: null, problems: [{ name: "no-dead-end", detail: "97.0 is stuck" }] },
      "a problem in the configuration: no-dead-end: 97.0 is stuck",
    ],
    [
      { event: "node-alarm", alarms: [{ node: "ams-1", detail: "It has said nothing for 12.0 s" }] },
      "wrong with a serving node: ams-1: It has said nothing for 12.0 s",
    ],
    [
      { event: "verified", release: "Firefox-130.0", outcome: "1 fault in 2 files: 1 × no file" },
      "Firefox-130.0 were verified for driver@example.com: 1 fault in 2 files",
    ],
  ])("in a sentence: %j", (payload, sentence) => {
    expect(told(payload).sentence).toContain(sentence);
  });

  test("of every event, whatever else is missing", () => {
    for (const event of hookEvents) expect(tellingOf({ event }, null).sentence).not.toContain("undefined");
  });

  test("where to see more, if that is known", () => {
    expect(told(proposal).link).toEqual({
      label: "Change set 12",
      url: "https://aus.example.com/changes/12",
    });
    expect(told({ event: "enacted", revision: 7 }).link?.url).toBe("https://aus.example.com/audit/7");
    expect(told({ event: "verified", release: "a/b" }).link?.url).toBe(
      "https://aus.example.com/releases/a%2Fb",
    );
    expect(tellingOf(proposal, null).link).toBeNull();
  });
});

const message = (adapter: (typeof chatAdapters)[number], reason = "Push 130") =>
  JSON.stringify(chatMessage(adapter, told({ ...proposal, reason })));

describe("a chat", () => {
  test.each([
    [
      "slack",
      '"text":"driver@example.com proposed change set 12: Push 130 <https://aus.example.com/changes/12|Change set 12>"',
    ],
    ["mattermost", "change set 12: Push 130 [Change set 12](https://aus.example.com/changes/12)"],
    ["discord", "change set 12: Push 130 [Change set 12](<https://aus.example.com/changes/12>)"],
    ["teams", '{"type":"TextRun","text":"driver@example.com proposed change set 12: Push 130"}'],
    ["matrix", '<a href=\\"https://aus.example.com/changes/12\\">Change set 12</a>'],
    ["google-chat", "Push 130 <https://aus.example.com/changes/12|Change set 12>"],
  ] as const)("of the kind %s gets the form that it takes", (adapter, part) => {
    expect(message(adapter)).toContain(part);
  });

  test.each(chatAdapters)("of the kind %s calls nobody because of what somebody wrote", (adapter) => {
    const text = message(
      adapter,
      "@everyone @here x@channel @jane <!channel> <@U1> <users/all> <at>x</at> @room",
    );
    expect(text).not.toMatch(/@(everyone|here|channel|jane|room|U1)/);
    // To the others these say nothing.
    if (!["teams", "matrix"].includes(adapter)) expect(text).not.toMatch(/<!channel>|<users\/all>/);
    expect(text).toContain("driver@example.com");
  });

  test("shows marks as they were written", () => {
    expect(message("slack", "a < b & c > d")).toContain("a &lt; b &amp; c &gt; d");
    expect(message("matrix", '<img src="x">')).toContain("&lt;img src=&quot;x&quot;&gt;");
    expect(message("discord", "[x](https://bad.example) *b* `c`")).toContain(
      String.raw`\\[x\\]\\(https://bad.example\\) \\*b\\* ` + "\\\\`c\\\\`",
    );
    expect(message("google-chat", "*b* <https://bad.example|good>")).not.toMatch(/\*b\*|<https:\/\/bad/);
  });

  test("gets one line of a length that it takes", () => {
    const text = message("discord", `one\ntwo\u202e${"x".repeat(5_000)}`);
    expect(text).toContain("one two");
    expect(text).not.toMatch(/\\n|\u202e/);
    expect(text.length).toBeLessThan(2_000);
  });
});
