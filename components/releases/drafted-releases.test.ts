import { expect, test } from "vitest";

import type { PendingEdit } from "@/components/drafts/editing";
import type { ReleaseRow } from "@/lib/overview/release-list";

import { withDraft } from "./drafted-releases";

const asked = { search: "", product: "", use: "all", sort: "" } as const;
const row = (name: string, product: string): ReleaseRow => ({
  ...{ name, product, kind: "application", version: "1.0", readOnly: false, comment: null },
  ...{ builds: 1, rules: [], mapped: 0 },
});
const rows = [row("A-1", "A"), row("B-2", "B"), row("B-1", "B")];

const edit = (key: string, action: PendingEdit["action"], listed: PendingEdit["listed"]): PendingEdit => ({
  ...{ changeSet: 1, state: "draft", author: "a", place: 0, entity: "release", fields: null },
  ...{ key, action, listed },
});
const created = [edit("B-3", "create", { product: "B", version: "3.0" })];
const names = (wish: Partial<{ search: string; product: string; sort: string; use: "served" }>) =>
  withDraft(rows, created, { ...asked, ...wish }).map(({ name }) => name);

test("a new release comes first in its product, where it fits what is asked for", () => {
  expect(names({})).toEqual(["A-1", "B-3", "B-2", "B-1"]);
  expect(names({ sort: "-name" })).toEqual(["B-3", "A-1", "B-2", "B-1"]);
  expect(names({ search: "3.0" })).toContain("B-3");
  expect(names({ search: "2.0" })).not.toContain("B-3");
  expect(names({ product: "A" })).not.toContain("B-3");
  expect(names({ use: "served" })).not.toContain("B-3");
});

test("a release that a draft changes twice has what both make of it, and a deleted one says so", () => {
  const edits = [
    edit("B-2", "update", { comment: "x" }),
    edit("B-2", "update", { readOnly: true }),
    edit("B-1", "delete", null),
  ];

  expect(withDraft(rows, edits, asked)).toMatchObject([
    { name: "A-1", drafted: null, fate: null },
    { name: "B-2", drafted: { comment: "x", readOnly: true }, fate: null },
    { name: "B-1", drafted: null, fate: "deleted" },
  ]);
});
