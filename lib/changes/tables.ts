import { releaseVersion, type Release } from "@/lib/releases/release";

import type { Entity } from "./operation";
import type { Stored } from "./row";

type Column = {
  readonly field: string;
  readonly column: string;
  readonly type: string;
  /** Only of parts of keys: whether it may be null. */
  readonly nullable: boolean;
};

/** Where rows of one kind are stored. */
export type Table = {
  /** Where they are read. */
  readonly name: string;
  /** Where they are written, if elsewhere. */
  readonly written?: string;
  /** The first `keyLength` columns are the key. */
  readonly columns: readonly Column[];
  readonly keyLength: number;
  /** Further columns, computed from the row whenever it is written. */
  readonly derived?: readonly Column[];
  readonly derive?: (row: Stored) => Readonly<Record<string, unknown>>;
};

/** @param columns field → type, "?" where a part of the key may be null, and column, unless it is the field's own name */
function table(name: string, keyLength: number, columns: Readonly<Record<string, string>>): Table {
  return { name, keyLength, columns: listColumns(columns) };
}

function listColumns(columns: Readonly<Record<string, string>>): Column[] {
  return Object.entries(columns).map(([field, definition]) => {
    const [type = "text", column = field] = definition.split(" ");
    return { field, column, type: type.replace("?", ""), nullable: type.endsWith("?") };
  });
}

export const tables: Readonly<Record<Entity, Table>> = {
  rule: table("rules", 1, {
    id: "integer",
    alias: "text",
    comment: "text",
    enabled: "boolean",
    priority: "integer",
    mapping: "text",
    fallbackMapping: "text fallback_mapping",
    backgroundRate: "smallint background_rate",
    updateType: "text update_type",
    product: "text",
    channel: "text",
    version: "text",
    buildID: "text build_id",
    buildTarget: "text build_target",
    locale: "text",
    osVersion: "text os_version",
    distribution: "text",
    distVersion: "text dist_version",
    instructionSet: "text instruction_set",
    memory: "text",
    headerArchitecture: "text header_architecture",
    mig64: "boolean",
    jaws: "boolean",
  }),
  release: {
    ...table("releases", 1, {
      name: "text",
      product: "text",
      readOnly: "boolean read_only",
      comment: "text",
      content: "json",
    }),
    derived: listColumns({ kind: "text", version: "text" }),
    derive: (row) => {
      const release = row as Release;
      return { kind: release.content.kind, version: releaseVersion(release) };
    },
  },
  build: {
    ...table("builds", 3, {
      release: "text",
      buildTarget: "text build_target",
      locale: "text",
      buildID: "text build_id",
      attributes: "json",
      patches: "json",
    }),
    written: "packed_builds",
  },
  product: table("products", 1, {
    name: "text",
    comment: "text",
    throttle: "smallint",
    versionOrder: "text version_order",
  }),
  channel: table("channels", 2, {
    product: "text",
    name: "text",
    comment: "text",
    verifyBeforeEnact: "text verify_before_enact",
    verifiedWithinDays: "smallint verified_within_days",
  }),
  pin: table("pins", 3, { product: "text", channel: "text", version: "text", mapping: "text" }),
  allowedDomain: table("allowed_domains", 2, {
    host: "text",
    pathPattern: "text path_pattern",
    products: "text[]",
    position: "integer",
  }),
  shutOff: table("shut_offs", 5, {
    product: "text",
    channel: "text",
    buildTarget: "text? build_target",
    version: "text?",
    locale: "text?",
    reason: "text",
  }),
  settings: table("settings", 0, {
    throttle: "smallint",
    forceHosts: "text[] force_hosts",
    publicRead: "boolean public_read",
  }),
  invariant: table("invariants", 1, {
    name: "text",
    statement: "text",
    enforcement: "text",
    enabled: "boolean",
    comment: "text",
  }),
  policy: table("policies", 3, {
    subject: "text",
    product: "text",
    channel: "text",
    drivers: "smallint",
    managers: "smallint",
    admins: "smallint",
    restoring: "json",
    comment: "text",
  }),
  user: table("users", 1, {
    email: "text",
    name: "text",
    disabled: "boolean",
    grants: "json",
    passwordLinks: "integer password_links",
  }),
  token: table("tokens", 1, {
    name: "text",
    scope: "text",
    products: "text[]",
    channel: "text",
    expiresAt: "timestamptz expires_at",
    revoked: "boolean",
    comment: "text",
  }),
  hook: table("hooks", 1, {
    name: "text",
    url: "text",
    adapter: "text",
    events: "text[]",
    products: "text[]",
    enabled: "boolean",
    comment: "text",
  }),
};
