import { z } from "zod";
import { roles } from "#server/kernel/capabilities";

/** Letters of any script are refused on purpose: two addresses that look the same are one too many. */
export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(/^[a-z0-9._%+-]+@[a-z0-9-]+(\.[a-z0-9-]+)*$/);

/** Length is what counts; no rule about kinds of characters (ASVS 6.2). */
export const password = z.string().min(12).max(128);

/** What a sign-in form may send; anything longer is not worth hashing. */
export const credentials = z.object({
  email: z.string().trim().toLowerCase().min(1).max(254),
  password: z.string().min(1).max(128),
});
export type Credentials = z.infer<typeof credentials>;

export const newUser = z.object({
  email,
  name: z.string().trim().min(2).max(120),
  password,
  role: z.enum(roles),
  seesAllFunds: z.boolean().default(false),
  fundIds: z.array(z.uuid()).max(500).default([]),
  accessUntil: z.date().nullable().default(null),
});
export type NewUser = z.input<typeof newUser>;
