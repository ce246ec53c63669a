import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Answer, UsageError } from "./command";

/** The verifiers that leave with each pack, beside the sources or seen from `dist/`. */
export const packDir = path.resolve(
  import.meta.dirname,
  path.basename(import.meta.dirname) === "dist" ? "../server/domain/audit/pack" : "../domain/audit/pack",
);

type Verifier = {
  verificar(
    what: string,
    outside: { chave?: string; checkpoint?: readonly string[] },
  ): Promise<{ said: string; problems: readonly string[] }>;
};

/** A pack, or the proof of one event, checked by the very file that leaves with it; nothing is asked of the database. */
export async function verifyPack(
  pack: string,
  outside: { key: string | undefined; checkpoint: string | undefined },
): Promise<Answer> {
  const file = pathToFileURL(path.join(packDir, "verificar.mjs")).href;
  const { verificar } = (await import(file)) as Verifier;
  const { said, problems } = await verificar(pack, {
    ...(outside.key ? { chave: outside.key } : {}),
    ...(outside.checkpoint ? { checkpoint: [outside.checkpoint] } : {}),
  }).catch((error: Error) => {
    throw new UsageError(`não pôde conferir: ${error.message}`);
  });
  const ok = problems.length === 0;
  return {
    exit: ok ? 0 : 1,
    data: { ok, conferido: said, problemas: problems },
    text: ok ? `✓ ${said}` : [...problems.map((text) => `✗ ${text}`), "NÃO confere."].join("\n"),
  };
}
