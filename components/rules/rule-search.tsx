"use client";

import { Search } from "lucide-react";

import type { UrlState } from "@/components/ui/url-state";
import { Combobox, type Suggestion } from "@/components/ui/combobox";
import { queryKeys, readQuery, type QueryKey } from "@/lib/rules/query";

import type { RuleFilterOptions } from "./rule-filter";

type RuleSearchProps = { text: string; options: RuleFilterOptions; onChange: UrlState["set"] };

/** Words and terms such as "channel:release*", with completion of the last one. */
export function RuleSearch({ text, options, onChange }: RuleSearchProps) {
  const { unknown } = readQuery(text);
  return (
    <div className="flex items-center gap-2">
      <Combobox
        aria-label="Search rules"
        listLabel="Filters"
        placeholder="Search, or channel:release*"
        value={text}
        className="w-64 pl-7"
        icon={
          <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-3 text-ink-faint" />
        }
        data-shortcut="search"
        suggest={(value) => suggestTerms(value, options)}
        onValue={(value) => {
          onChange({ q: value });
        }}
      />
      {unknown.length > 0 && <span className="text-2xs text-warn">{unknown.join(" ")} is no filter</span>}
    </div>
  );
}

function suggestTerms(text: string, options: RuleFilterOptions): Suggestion[] {
  const last = /\S*$/.exec(text)?.[0] ?? "";
  const before = text.slice(0, text.length - last.length);
  const [key = "", value] = last.split(":");
  if (value === undefined) {
    return Object.entries(queryKeys)
      .filter(([name]) => name.startsWith(key.toLowerCase()) && (last !== "" || text === ""))
      .map(([name, note]) => ({ value: `${before}${name}:`, label: `${name}:`, note }));
  }
  return valuesOf(key as QueryKey, options)
    .filter((one) => one !== value && one.toLowerCase().startsWith(value.toLowerCase()))
    .map((one) => {
      const term = `${key}:${/\s/.test(one) ? `"${one}"` : one}`;
      return { value: `${before}${term} `, label: term };
    });
}

function valuesOf(key: QueryKey, { products, channels }: RuleFilterOptions): readonly string[] {
  switch (key) {
    case "product":
      return products;
    case "channel":
      return [...channels, ...channels.map((channel) => `${channel}*`)];
    case "has":
      return ["pending", "draft", "alias", "comment", "fallback"];
    case "is":
      return ["on", "off", "throttled"];
    default:
      return [];
  }
}
