import { z } from "zod";

/** Credentials that the sandbox's ANBIMA accepts unless told otherwise. Not a secret: it guards nothing. */
export const sandboxCredentials = { clientId: "lastro-sandbox", clientSecret: "lastro-sandbox" } as const;

const port = z.coerce.number().int().min(0).max(65_535);

const sandboxEnv = z.object({
  SANDBOX_PORT: port.default(4010),
  SANDBOX_SMTP_PORT: port.default(4025),
  SANDBOX_ANBIMA_FAILURE_RATE: z.coerce.number().min(0).max(1).default(0.3),
  SANDBOX_LATENCY_MS: z.coerce.number().int().min(0).max(60_000).default(20),
  SANDBOX_SEED: z.coerce.number().int().default(1),
  SANDBOX_PUBLICATION_HOUR: z.coerce.number().int().min(0).max(24).default(20),
  /** Where notices go, and the credential they carry; without both none is sent. */
  SANDBOX_NOTICE_URL: z.url().optional(),
  ANBIMA_NOTICE_AUTH: z.string().optional(),
  ANBIMA_CLIENT_ID: z.string().min(1).default(sandboxCredentials.clientId),
  ANBIMA_CLIENT_SECRET: z.string().min(1).default(sandboxCredentials.clientSecret),
});
type SandboxEnv = z.infer<typeof sandboxEnv>;

/** Reads the sandbox's settings; empty variables count as unset. @throws Error that names what is wrong */
export function readSandboxEnv(source: Readonly<Record<string, string | undefined>>): SandboxEnv {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = sandboxEnv.safeParse(given);
  if (!result.success) throw new Error(z.prettifyError(result.error));
  return result.data;
}
