import type { Policy } from "./policy";

const nobody = { drivers: 0, managers: 0, admins: 0 };

/** What a new product starts with. Nightly and test channels need nobody: no policy guards them. */
export function defaultPolicies(product: string): Policy[] {
  const policy = (channel: string, demand: Partial<typeof nobody>, comment: string): Policy => ({
    subject: "clients",
    product,
    channel,
    ...nobody,
    ...demand,
    restoring: null,
    comment,
  });
  return [
    policy("beta*", { drivers: 1 }, "A driver; the author counts."),
    policy("release*", { drivers: 1, managers: 1 }, "A driver and a manager: two people."),
    policy("esr*", { drivers: 1, managers: 1 }, "A driver and a manager: two people."),
  ];
}
