import { readFile } from "node:fs/promises";
import path from "node:path";

/** What leaves with every exported pack, so that its reader needs nothing of ours to check it. */
export const verifierNames = ["verificar.mjs", "verificar.py"] as const;
export type VerifierName = (typeof verifierNames)[number];

export async function readVerifier(name: VerifierName): Promise<Buffer> {
  return await readFile(path.join(process.cwd(), "server/domain/audit/pack", name));
}
