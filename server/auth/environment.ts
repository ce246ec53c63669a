import { createHmac } from "node:crypto";
import { databaseUrl, readEnv } from "#server/infra/env";

export type WebEnv = { publicUrl: string; isHttps: boolean; secret: string };

let known: WebEnv | undefined;

/**
 * Where this site is reached and the secret its cookies are sealed with. Without `NEXTAUTH_SECRET` the
 * secret follows from the database credential, so that every web process of one installation agrees.
 */
export function webEnv(): WebEnv {
  known ??= read();
  return known;
}

function read(): WebEnv {
  const env = readEnv();
  const publicUrl = (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, "");
  const secret =
    env.NEXTAUTH_SECRET ??
    createHmac("sha256", databaseUrl(env, "lastro_web")).update("lastro:session").digest("base64url");
  return { publicUrl, isHttps: publicUrl.startsWith("https:"), secret };
}

/** A keyed hash for the table of sign-in attempts. */
export function keyedHash(kind: "email" | "address", value: string): string {
  return createHmac("sha256", webEnv().secret).update(`${kind}:${value}`).digest("base64url");
}
