import { readEnv } from "./env";
import { migrate } from "./migrate";

const env = readEnv();
if (!env.DATABASE_OWNER_URL) {
  process.stderr.write("migrate: falta DATABASE_OWNER_URL\n");
  process.exit(2);
}
try {
  const applied = await migrate(env.DATABASE_OWNER_URL);
  process.stdout.write(`${JSON.stringify({ applied })}\n`);
} catch (error) {
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : "";
  process.stderr.write(`migrate: ${error instanceof Error ? error.message : String(error)}${cause}\n`);
  process.exit(1);
}
