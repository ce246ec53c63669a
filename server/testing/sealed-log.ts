import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import pg from "pg";
import { expect, vi } from "vitest";
import { recordEvents, sealEvents } from "#server/domain/audit/index";
import type { Ctx, Tx } from "#server/kernel/context";
import type { Witness } from "#server/kernel/ports";
import { openTestRuntime } from "./runtime";

export type KeptWitness = Witness & { readonly notes: string[]; dies: boolean };

/** A key and notes outside the database, in memory; one that `dies` does so after it has published. */
export function createWitness(notes: string[] = []): KeptWitness {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    notes,
    dies: false,
    signer: {
      name: "lastro",
      publicKey: publicKey.export({ format: "der", type: "spki" }).subarray(-32),
      sign: (bytes) => sign(null, bytes, privateKey),
    },
    lastNote: async () => notes.at(-1) ?? null,
    async publish(note) {
      notes.push(note);
      if (this.dies) throw new Error("died");
    },
  };
}

/**
 * Seals until the tree has that size. Not at once always: the transactions of all databases of a server
 * are one sequence, and one of another test may still run.
 */
export async function sealUpTo(ctx: Ctx, witness: Witness, size: number): Promise<void> {
  await vi.waitFor(async () => expect(await sealEvents(ctx, witness)).toMatchObject({ size, halt: null }), {
    timeout: 20_000,
    interval: 20,
  });
}

/** A database with `total` events of two fields, one of them personal, signed at every `each` of them. */
export async function openSealedLog({ total, each }: { total: number; each: number }) {
  const stack = await openTestRuntime();
  const owner = new pg.Client({ connectionString: stack.ownerUrl });
  await owner.connect();
  const witness = createWitness();
  for (let size = each; size <= total; size += each) {
    const events = Array.from({ length: each }, (_, n) => ({
      action: "preference.update" as const,
      subjectType: "user" as const,
      subjectId: randomUUID(),
      after: { count: size - each + n },
      personal: { name: `Pessoa ${n}` },
    }));
    await stack.ctx.transaction((tx) => recordEvents(tx, events));
    await sealUpTo(stack.ctx, witness, size);
  }
  return {
    ctx: stack.ctx,
    witness,
    /** Changes the database as a superuser who silences the triggers, looks, and takes the change back. */
    async tampered<T>(statements: readonly string[], look: (tx: Tx) => Promise<T>): Promise<T> {
      await owner.query("begin");
      try {
        await owner.query("set local session_replication_role = replica");
        for (const statement of statements) await owner.query(statement);
        // Read in the tamperer's own transaction, so that nothing of it ever commits.
        const sql = async (text: string, params?: readonly unknown[]) =>
          (await owner.query({ text, values: params as unknown[], types: exactNumbers })).rows as never;
        return await stack.ctx.transaction((tx) => look({ ...tx, sql }));
      } finally {
        await owner.query("rollback");
      }
    },
    async close() {
      await owner.end();
      await stack.close();
    },
  };
}

const exactNumbers = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    oid === pg.types.builtins.INT8
      ? (value: string) => BigInt(value)
      : pg.types.getTypeParser(oid, format as "text"),
} as pg.CustomTypesConfig;
