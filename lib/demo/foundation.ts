import type { Operation } from "@/lib/changes/operation";

const products: readonly [name: string, comment: string, channels: readonly string[]][] = [
  [
    "Heron",
    "The browser. A release every four weeks, two betas a week, a nightly every night.",
    ["nightly", "betatest", "beta", "releasetest", "release", "esr"],
  ],
  ["Osprey", "The mail client. Follows the extended support releases.", ["beta", "releasetest", "release"]],
  ["HeronGMP", "Media plug-ins that Heron loads.", ["nightly", "beta", "release", "esr"]],
  ["HeronSystemAddons", "Hotfixes that need no new release.", ["beta", "release"]],
  ["HeronVPN", "The VPN client. It asks for JSON.", ["beta", "release"]],
];

const channelComments: Readonly<Record<string, string>> = {
  nightly: "Built from the newest code. Nobody has tested it.",
  betatest: "QA, before beta.",
  releasetest: "QA, before release.",
  esr: "Organisations that take one large step a year.",
};

/** Who may be sent where; the media host only for the paths of its plug-ins. */
const allowedDomains: readonly [host: string, pathPattern: string, products: string[]][] = [
  ["download.heron.example", "", ["Heron", "Osprey"]],
  ["archive.heron.example", "/pub/heron/.*", ["Heron"]],
  ["archive.heron.example", "/pub/osprey/.*", ["Osprey"]],
  ["plugins.heron.example", "", ["HeronGMP"]],
  ["mirror.heron.example", "", ["HeronGMP"]],
  ["addons.heron.example", "/system/.*", ["HeronSystemAddons"]],
  ["vpn.heron.example", "", ["HeronVPN"]],
];

/** Products, channels, hosts and who looks after access: what has to be there before anything can be served. */
export const foundation: Operation[] = [
  {
    entity: "policy",
    action: "create",
    value: {
      subject: "access",
      product: "*",
      channel: "*",
      drivers: 0,
      managers: 0,
      admins: 1,
      restoring: null,
      comment: "An administrator signs for people, tokens and policies; the author counts.",
    },
  },
  ...products.flatMap(([product, comment, channels]): Operation[] => [
    {
      entity: "product",
      action: "create",
      value: {
        name: product,
        comment,
        throttle: 100,
        versionOrder: product === "HeronVPN" ? "loose" : "mozilla",
      },
    },
    ...channels.map((name): Operation => ({
      entity: "channel",
      action: "create",
      value: {
        product,
        name,
        comment: channelComments[name] ?? null,
        verifyBeforeEnact: "off",
        verifiedWithinDays: 7,
      },
    })),
  ]),
  ...allowedDomains.map(([host, pathPattern, names], position): Operation => ({
    entity: "allowedDomain",
    action: "create",
    value: { host, pathPattern, products: names, position },
  })),
  {
    entity: "settings",
    action: "update",
    key: {},
    rowVersion: 1,
    fields: { forceHosts: ["https://download.heron.example/"] },
  },
];
