import { z } from "zod";

import { id, nameInQuery } from "./query";

/** Whose upgrade paths, and after which change set; none: as things are. */
export const pathsQuery = z.strictObject({
  product: nameInQuery,
  channel: nameInQuery,
  changeSet: id.nullable().default(null),
});
