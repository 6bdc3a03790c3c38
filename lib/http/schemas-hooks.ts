import { z } from "zod";

import { hookSchema } from "@/lib/hooks/hook";

import { id, limit } from "./query";

export const hookBody = hookSchema;

export const deliveriesQuery = z.strictObject({ before: id.nullable().default(null), limit });
