import { createHmac } from "node:crypto";
import { readEnv, siteSecret, siteUrl } from "#server/infra/env";

export type WebEnv = { publicUrl: string; isHttps: boolean; secret: string; isDemonstration: boolean };

let known: WebEnv | undefined;

/** Where this site is reached and the secret its cookies are sealed with. */
export function webEnv(): WebEnv {
  known ??= read();
  return known;
}

function read(): WebEnv {
  const env = readEnv();
  const publicUrl = siteUrl(env);
  return {
    publicUrl,
    isHttps: publicUrl.startsWith("https:"),
    secret: siteSecret(env),
    isDemonstration: env.LASTRO_DEMO === "1",
  };
}

/** A keyed hash for the table of sign-in attempts. */
export function keyedHash(kind: "email" | "address", value: string): string {
  return createHmac("sha256", webEnv().secret).update(`${kind}:${value}`).digest("base64url");
}
