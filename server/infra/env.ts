import { createHmac } from "node:crypto";
import { resolve } from "node:path";
import { z } from "zod";

const url = z.string().url();
const days = (fallback: number) => z.coerce.number().int().positive().default(fallback);

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  PUBLIC_URL: url.optional(),
  DATABASE_OWNER_URL: url.optional(),
  DATABASE_URL: url.optional(),
  WORKER_DATABASE_URL: url.optional(),
  REDIS_URL: url.optional(),
  STORAGE_DIR: z.string().default(".data/files"),
  IMPORT_EXPIRY_DAYS: z.coerce.number().int().min(2).max(3_650).default(7),
  ANBIMA_URL: url.default("http://127.0.0.1:4010"),
  ANBIMA_CLIENT_ID: z.string().default("lastro-sandbox"),
  ANBIMA_CLIENT_SECRET: z.string().default("lastro-sandbox"),
  ANBIMA_TIMEOUT_MS: days(5_000),
  /** `user:password` of ANBIMA's notices; without it none is taken. */
  ANBIMA_NOTICE_AUTH: z
    .string()
    .regex(/^[^:]+:.{16,}$/)
    .optional(),
  SMTP_URL: url.default("smtp://127.0.0.1:4025"),
  MAIL_FROM: z.string().default("Lastro <nao-responda@lastro.localhost>"),
  NEXTAUTH_SECRET: z.string().min(32).optional(),
  /** Key of the audit log's sealing, on the machine that seals; its checkpoints lie beside it. */
  AUDIT_KEY_FILE: z.string().optional(),
  JOB_LEASE_MS: z.coerce.number().int().min(1_000).max(600_000).default(10_000),
  WORKER_HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  LASTRO_DEMO: z.enum(["0", "1"]).default("0"),
  LASTRO_GALLERY: z.enum(["0", "1"]).default("0"),
});

export type Env = z.infer<typeof schema>;

/**
 * The environment, validated once at start. The only reader of `process.env` under `server/`.
 * @throws Error that names every wrong variable, never its value.
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`Ambiente inválido:\n  ${wrong.join("\n  ")}`);
}

export type DatabaseRole = "lastro_web" | "lastro_worker";

/** The URL a part logs in with: given by the environment, or derived from the owner's. */
export function databaseUrl(env: Env, role: DatabaseRole): string {
  const given = role === "lastro_web" ? env.DATABASE_URL : env.WORKER_DATABASE_URL;
  if (given) return given;
  if (!env.DATABASE_OWNER_URL) {
    throw new Error("Ambiente inválido: falta DATABASE_OWNER_URL, ou DATABASE_URL com WORKER_DATABASE_URL");
  }
  return roleUrl(env.DATABASE_OWNER_URL, role);
}

/** The same database as a role whose password follows from the owner's, so that no second secret is kept. */
export function roleUrl(ownerUrl: string, role: DatabaseRole): string {
  const target = new URL(ownerUrl);
  target.password = rolePassword(ownerUrl, role);
  target.username = role;
  return target.toString();
}

export function rolePassword(ownerUrl: string, role: DatabaseRole): string {
  const owner = new URL(ownerUrl);
  return createHmac("sha256", decodeURIComponent(owner.password) || owner.username)
    .update(`lastro:${role}`)
    .digest("base64url");
}

/** Where people reach this installation. */
export function siteUrl(env: Env): string {
  return (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, "");
}

/**
 * What cookies are sealed with and keys derived from. Without `NEXTAUTH_SECRET` it follows from the
 * database credential, so that every process of one installation agrees.
 */
export function siteSecret(env: Env): string {
  if (env.NEXTAUTH_SECRET) return env.NEXTAUTH_SECRET;
  return createHmac("sha256", databaseUrl(env, "lastro_web")).update("lastro:session").digest("base64url");
}

export function storageDir(env: Env): string {
  return resolve(env.STORAGE_DIR);
}
