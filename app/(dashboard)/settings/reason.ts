import { z } from "zod";

export const reason = z.string().trim().min(1, "Say why: the reason stays in the record").max(10_000);
