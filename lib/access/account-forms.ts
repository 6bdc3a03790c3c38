import { z } from "zod";

/** Characters of the shortest password. */
export const shortestPassword = 12;

const newPassword = z
  .string()
  .min(shortestPassword, `A password has at least ${shortestPassword} characters`)
  .max(1_000, "No password is that long");

const repeated = { path: ["again"], error: "This is not the same password" };

export const newAccountSchema = z
  .strictObject({
    name: z.string().trim().min(1, "Write how people call you").max(200, "No name is that long"),
    email: z
      .string()
      .trim()
      .toLowerCase()
      .max(254, "No e-mail address is that long")
      .regex(/^[^\s@]+@[^\s@]+$/, "Write an e-mail address"),
    password: newPassword,
    again: z.string(),
  })
  .refine(({ password, again }) => password === again, repeated);

/** For somebody who comes with a link. */
export const firstPasswordSchema = z
  .strictObject({ password: newPassword, again: z.string() })
  .refine(({ password, again }) => password === again, repeated);

export const passwordChangeSchema = z
  .strictObject({
    current: z.string().min(1, "Write the password that you have now").max(1_000, "No password is that long"),
    password: newPassword,
    again: z.string(),
  })
  .refine(({ password, again }) => password === again, repeated)
  .refine(({ current, password }) => password !== current, {
    path: ["password"],
    error: "This is the password that you have",
  });
