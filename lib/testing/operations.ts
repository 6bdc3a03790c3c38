import { enact } from "@/lib/changes/service";
import { operationSchema, type Operation } from "@/lib/changes/operation";
import { system } from "@/lib/access/role";

/** An operation as it is written by hand: what is left out has its default. */
export function operation(given: object): Operation {
  return operationSchema.parse(given);
}

export function create(entity: Operation["entity"], value: object): Operation {
  return operation({ entity, action: "create", value });
}

export function release(name: string, overrides: object = {}): object {
  return {
    name,
    product: "Firefox",
    content: { kind: "application", attributes: { appVersion: "130.0", detailsURL: "https://example.com/" } },
    ...overrides,
  };
}

/** Enacts operations as the program itself. */
export function make(...operations: Operation[]) {
  return enact(system("test"), { reason: "Test", source: "system", operations });
}

/** A product, a release of it and rule 1, which maps to it. */
export function makeFirefox() {
  return make(
    create("product", { name: "Firefox" }),
    create("release", release("Firefox-130.0-build1")),
    create("rule", {
      product: "Firefox",
      channel: "release",
      priority: 100,
      mapping: "Firefox-130.0-build1",
    }),
  );
}

/** A release of Firefox that one client can have: German, on Linux. */
export function shippedFirefox(version: string): Operation[] {
  const name = `Firefox-${version}`;
  const patch = { type: "complete", from: "*", size: 1, url: `https://dl.example/${version}` };
  const attributes = { appVersion: version, detailsURL: "https://example.com/" };
  return [
    create("release", release(name, { content: { kind: "application", attributes } })),
    create("build", {
      release: name,
      buildTarget: "linux",
      locale: "de",
      buildID: `2024${version}`,
      patches: [{ ...patch, hashValue: version.replaceAll(".", "").padStart(128, "0") }],
    }),
  ];
}
