import { z } from "zod";

import { id, storable } from "./query";

export const byRevision = z.strictObject({ revision: id });

export const releaseWaveBody = z.strictObject({
  reason: storable.min(1, "Say why it is let through all the same"),
});
