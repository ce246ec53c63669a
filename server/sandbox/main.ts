import { readSandboxEnv } from "./env";
import { startSandbox } from "./server";

/** Starts the sandbox from the environment and stops it on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: a process of its own, which stands for others' servers and shares no settings
  const env = readSandboxEnv(process.env);
  const sandbox = await startSandbox({
    port: env.SANDBOX_PORT,
    smtpPort: env.SANDBOX_SMTP_PORT,
    seed: env.SANDBOX_SEED,
    clientId: env.ANBIMA_CLIENT_ID,
    clientSecret: env.ANBIMA_CLIENT_SECRET,
    ...(env.SANDBOX_NOTICE_URL && env.ANBIMA_NOTICE_AUTH
      ? { notices: { url: env.SANDBOX_NOTICE_URL, auth: env.ANBIMA_NOTICE_AUTH } }
      : {}),
    anbima: {
      failureRate: env.SANDBOX_ANBIMA_FAILURE_RATE,
      latencyMs: env.SANDBOX_LATENCY_MS,
      publicationHour: env.SANDBOX_PUBLICATION_HOUR,
    },
  });
  process.stderr.write(`sandbox: ${sandbox.url} e ${sandbox.smtpUrl}\n`);
  const stop = (): void => {
    void sandbox.close().then(() => process.exit(0));
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`sandbox: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
});
