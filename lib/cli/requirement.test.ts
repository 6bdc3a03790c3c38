import { expect, test } from "vitest";

import type { Requirement } from "@/lib/policies/requirements";

import { describeAll, describeSignOffs } from "./requirement";

const need = (role: Requirement["role"], product: string | null, count = 1): Requirement => ({
  role,
  product,
  count,
  because: [],
});

test.each([
  [[], ""],
  [[need("driver", "Heron"), need("manager", "Heron", 2)], "1 driver of Heron, 2 managers of Heron"],
  [
    [need("driver", "Heron"), need("driver", "Osprey"), need("admin", null)],
    "1 driver each of Heron, Osprey, 1 admin of every product",
  ],
])("%j is %s", (requirements, told) => {
  expect(describeAll(requirements)).toBe(told);
});

const both = [need("driver", "Heron"), need("manager", "Heron")];

test.each([
  ["needed: 1 driver of Heron, 1 manager of Heron; after yours 1 manager of Heron.", both.slice(1)],
  ["needed: 1 driver of Heron, 1 manager of Heron; yours is enough.", []],
  ["needed: 1 driver of Heron, 1 manager of Heron.", both],
])("sign-offs %s", (told, missing) => {
  expect(describeSignOffs(both, missing)).toEqual([`Sign-offs ${told}`]);
});

test("where nobody has to sign, nothing is said", () => {
  expect(describeSignOffs([], [])).toEqual([]);
});
