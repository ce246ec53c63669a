import { Readable } from "node:stream";
import { createFund } from "#server/domain/funds/index";
import { completeUpload, confirmUpload, createUpload } from "#server/domain/imports/index";
import { createUser } from "#server/domain/users/index";
import { createCtx } from "#server/infra/context";
import { openPool } from "#server/infra/database";
import { roleUrl } from "#server/infra/env";
import type { Actor } from "#server/kernel/actor";
import { type Role, roleCapabilities } from "#server/kernel/capabilities";
import type { Ctx, Sql } from "#server/kernel/context";
import { createFakePriceSource, type FakePriceSource } from "./fakes";
import { openTestRuntime, type TestRuntime } from "./runtime";

export const operationsHeader = "operacao_id;fundo;tipo;ativo;quantidade;taxa;data_operacao;pu_informado";

/** The whole pipeline in this process: verbs as people call them, jobs run by `drain`, ANBIMA faked at the port. */
export type Pipeline = TestRuntime & {
  readonly prices: FakePriceSource;
  /** One statement as the owner, for looking at what is stored. */
  readonly sql: Sql;
  /** A person of a role and the context of their requests, on the web's database role. */
  person(role: Role, fundIds?: readonly string[]): Promise<{ actor: Actor; ctx: Ctx }>;
  fund(code: string, more?: Partial<Parameters<typeof createFund>[1]>): Promise<string>;
  /** Sends bytes as a person does, before anything is done with them. @returns the upload's id */
  receive(ctx: Ctx, body: string | Uint8Array, more?: Sent): Promise<string>;
  /** The same up to their confirmation. @returns the upload's id */
  send(ctx: Ctx, body: string | Uint8Array): Promise<string>;
};

/** What a file is sent as, when that matters. */
type Sent = { fileName?: string; parentId?: string | null };

/** Valid CNPJs for as many funds as a test file makes. */
const cnpjs = ["11222333000181", "12ABC34501DE35", "33000167000101", "60746948000112", "00000000000191"];

export async function openPipeline(): Promise<Pipeline> {
  const prices = createFakePriceSource();
  const test = await openTestRuntime({ priceSource: prices });
  const owner = openPool(test.ownerUrl, { max: 4, applicationName: "test-owner" });
  const web = openPool(roleUrl(test.ownerUrl, "lastro_web"), { max: 12, applicationName: "test-web" });
  let funds = 0;
  let people = 0;
  return {
    ...test,
    prices,
    sql: async (text, params) => (await owner.query(text, params as unknown[])).rows as never,
    async person(role, fundIds) {
      people += 1;
      const { userId } = await test.ctx.transaction((tx) =>
        createUser(tx, {
          email: `pessoa${people}@exemplo.com.br`,
          name: `Pessoa ${people}`,
          password: "uma senha bem longa",
          role,
          seesAllFunds: !fundIds,
          fundIds: [...(fundIds ?? [])],
        }),
      );
      const actor: Actor = {
        kind: "user",
        id: userId,
        userId,
        role,
        capabilities: roleCapabilities[role],
        funds: fundIds ?? "all",
      };
      return { actor, ctx: createCtx({ ...test.runtime, pool: web }, actor) };
    },
    async fund(code, more = {}) {
      const cnpj = cnpjs[funds] ?? "";
      funds += 1;
      const input = {
        code,
        name: `Fundo ${code}`,
        cnpj,
        openingCents: 1_000_000_000_00n,
        openedOn: "2026-01-05",
        ...more,
      };
      return (await createFund(test.ctx, input)).fundId;
    },
    receive,
    async send(ctx, body) {
      const uploadId = await receive(ctx, body);
      await confirmUpload(ctx, { uploadId });
      return uploadId;
    },
    async close() {
      await Promise.all([owner.end(), web.end()]);
      await test.close();
    },
  };
}

async function receive(ctx: Ctx, body: string | Uint8Array, more: Sent = {}): Promise<string> {
  const { uploadId, storageKey } = await createUpload(ctx, {
    fileName: "operacoes.csv",
    kind: "operacoes",
    channel: "tela",
    ...more,
  });
  await ctx.ports.storage.write(storageKey, Readable.from([Buffer.from(body)]), 2 ** 31);
  await completeUpload(ctx, { uploadId });
  return uploadId;
}
