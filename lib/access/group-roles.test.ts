import { expect, test } from "vitest";

import { grantsOfGroups, readGroupRoles, readGroups } from "./group-roles";

test.each([
  "drivers=driver@Firefox, drivers=viewer ,cn=admins,ou=x=admin",
  '{"drivers": ["driver@Firefox", "viewer"], "ou=x": "admin"}',
])("groups get roles, for one product or for all: %s", (text) => {
  const mapping = readGroupRoles(text.replace("cn=admins,", ""));

  expect(mapping.get("drivers")).toEqual([
    { role: "driver", product: "Firefox" },
    { role: "viewer", product: "*" },
  ]);
  expect(mapping.get("ou=x")).toEqual([{ role: "admin", product: "*" }]);
});

test.each([
  ["drivers", /"drivers" names no role/],
  ["drivers=boss", /"boss" is no role; take viewer, driver, manager, admin/],
  ["drivers=driver@", /names no product/],
  ["=driver", /without a group/],
  [" , ", /at least one group/],
  ['{"drivers": 1}', /a role or a list/],
  ["{drivers}", /not JSON/],
])("%s is refused with the remedy", (text, remedy) => {
  expect(() => readGroupRoles(text)).toThrow(remedy);
});

test("somebody in several groups gets what each of them gives, once; unknown groups give nothing", () => {
  const mapping = readGroupRoles("a=driver@Heron,b=driver@Heron,b=admin,c=viewer");

  expect(grantsOfGroups(mapping, ["b", "a", "unknown"])).toEqual([
    { role: "admin", product: "*" },
    { role: "driver", product: "Heron" },
  ]);
  expect(grantsOfGroups(mapping, ["unknown"])).toEqual([]);
});

test.each([
  [
    ["a", 1, "b"],
    ["a", "b"],
  ],
  ["a", ["a"]],
  [undefined, []],
  [{ a: true }, []],
])("the claim %j names the groups %j", (claim, groups) => {
  expect(readGroups(claim)).toEqual(groups);
});
