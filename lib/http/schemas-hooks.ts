import { z } from "zod";

import { hookSchema } from "@/lib/hooks/hook";

import { id, limit } from "./query";

const credential = z.string().max(1_000).nullable().default(null);

export const hookBody = hookSchema.extend({ credential });

export const hookSecretBody = z.strictObject({ credential });

export const deliveriesQuery = z.strictObject({ before: id.nullable().default(null), limit });
