import { create } from "xmlbuilder2";

import type { Failure } from "./failure";

/** Something that was looked at: by its name all that is wrong with it is found. */
export type Suite = {
  readonly name: string;
  readonly cases: readonly { readonly name: string; readonly failures: readonly Failure[] }[];
};

/** What XML can't hold, not even escaped. */
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** A report as build servers read it. */
export function toJUnit(suites: readonly Suite[]): string {
  const document = create({ version: "1.0", encoding: "UTF-8" }).ele("testsuites", { name: "aus verify" });
  for (const { name, cases } of suites) {
    const failed = cases.filter(({ failures }) => failures.length > 0).length;
    const suite = document.ele("testsuite", {
      name,
      tests: String(cases.length),
      failures: String(failed),
      errors: "0",
    });
    for (const one of cases) {
      const shown = suite.ele("testcase", { classname: name, name: plain(one.name) });
      for (const { cause, detail, url } of one.failures) {
        const text = url === null ? detail : `${detail}\n${url}`;
        shown.ele("failure", { type: cause, message: plain(`${cause}: ${detail}`) }).txt(plain(text));
      }
    }
  }
  return document.end({ prettyPrint: true });
}

function plain(text: string): string {
  return text.replace(forbidden, "�");
}
