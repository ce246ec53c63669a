import { createHmac } from "node:crypto";
import type { Role } from "#server/kernel/capabilities";
import { databaseUrl, type Env } from "./env";

export const demoDomain = "demo.lastro";

/** The demonstration's people by role. */
export const demoEmails: Readonly<Record<Role, string>> = {
  gestor: `gestora@${demoDomain}`,
  operacao: `operacao@${demoDomain}`,
  auditor: `auditoria@${demoDomain}`,
  auditor_externo: `externo@${demoDomain}`,
  admin: `admin@${demoDomain}`,
};

/**
 * A password that this installation can say again and another cannot guess: it follows from the
 * database's own. Three groups of four, without letters that look alike.
 */
export function demoPassword(env: Env, email: string): string {
  const url = new URL(databaseUrl(env, "lastro_worker"));
  const bytes = createHmac("sha256", url.password || url.username)
    .update(`lastro:demo:${email}`)
    .digest();
  const letters = Array.from(bytes.subarray(0, 12), (byte) => alphabet[byte % alphabet.length]).join("");
  return letters.replace(/(.{4})(?=.)/g, "$1-");
}
const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
