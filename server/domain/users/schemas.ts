import { z } from "zod";
import { roles } from "#server/kernel/capabilities";

/** Letters of any script are refused on purpose: two addresses that look the same are one too many. */
export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(/^[a-z0-9._%+-]+@[a-z0-9-]+(\.[a-z0-9-]+)*$/);

/** The rest of its rules ask who the person is: `model/password-rules.ts`. */
export const password = z.string().min(12).max(128);
const typed = z.string().min(1).max(128);

/** What a sign-in form may send; anything longer is not worth hashing. */
export const credentials = z.object({
  email: z.string().trim().toLowerCase().min(1).max(254),
  password: typed,
  /** Of the second step, once it is asked for. */
  code: z.string().trim().min(1).max(64).optional(),
});
export type Credentials = z.infer<typeof credentials>;

export const name = z.string().trim().min(2).max(120);

export const newUser = z.object({
  email,
  name,
  password,
  role: z.enum(roles),
  seesAllFunds: z.boolean().default(false),
  fundIds: z.array(z.uuid()).max(500).default([]),
  accessUntil: z.date().nullable().default(null),
  /** Until when they may work without a second factor that their role asks for; null: from the first sign-in. */
  totpGraceUntil: z.date().nullable().default(null),
});
export type NewUser = z.input<typeof newUser>;

const reason = z.string().trim().min(10).max(1_000);
const day = z.iso.date();

/** What a person may do and where: role, funds, and for how long. */
const access = {
  role: z.enum(roles),
  seesAllFunds: z.boolean(),
  fundIds: z.array(z.uuid()).max(500),
  /** Last day of access, in São Paulo; null: without end. */
  accessUntil: day.nullable(),
  reason,
};

/** An outsider's access always has an end, and everybody's has at least one fund. */
const isWhole = ({ role, accessUntil }: { role: string; accessUntil: string | null }) =>
  role !== "auditor_externo" || accessUntil !== null;
const hasFunds = ({ seesAllFunds, fundIds }: { seesAllFunds: boolean; fundIds: string[] }) =>
  seesAllFunds || fundIds.length > 0;
const accessRules = {
  end: { path: ["accessUntil"], message: "required" },
  funds: { path: ["fundIds"], message: "required" },
};

export const invitation = z
  .strictObject({ email, name, ...access })
  .refine(isWhole, accessRules.end)
  .refine(hasFunds, accessRules.funds);
export type Invitation = z.infer<typeof invitation>;

export const accessChange = z
  .strictObject({ userId: z.uuid(), ...access })
  .refine(isWhole, accessRules.end)
  .refine(hasFunds, accessRules.funds);
export type AccessChange = z.infer<typeof accessChange>;

export const userRef = z.strictObject({ userId: z.uuid() });
export const userWithReason = z.strictObject({ userId: z.uuid(), reason });
export const requestRef = z.strictObject({ requestId: z.uuid() });
export const decision = z.strictObject({
  requestId: z.uuid(),
  verdict: z.enum(["approve", "reject"]),
  reason: z.string().trim().max(1_000).default(""),
});
export const policyChange = z.strictObject({ role: z.enum(roles), requiresTotp: z.boolean(), reason });
export const passwordChange = z.strictObject({ password: typed, newPassword: password });
export const totpCodeInput = z.strictObject({ code: z.string().trim().min(6).max(64) });
export const identity = z.strictObject({ password: typed, code: z.string().trim().min(6).max(64) });
export const sessionRef = z.strictObject({ sessionId: z.uuid() });
export const personSession = z.strictObject({ userId: z.uuid(), sessionId: z.uuid() });
const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
export const linkRef = z.strictObject({ token });
export const acceptance = z.strictObject({ token, name, password });
export const passwordReset = z.strictObject({ token, password });
