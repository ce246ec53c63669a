import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { getFund } from "#server/domain/funds/queries";
import { describeFileRefusal } from "#server/domain/imports/index";
import {
  confirmInput,
  readExpectedTotals,
  type TotalName,
  totalNames,
  uploadKinds,
  uploadRef,
} from "#server/domain/imports/schemas";
import { createUser, findUserActor } from "#server/domain/users/index";
import { createCtx } from "#server/infra/context";
import type { Actor } from "#server/kernel/actor";
import { DomainError } from "#server/kernel/errors";
import { type Answer, type Command, type Options, optional, type Session, UsageError } from "../command";
import { confirmTotals } from "../confirm-totals";
import { followUpload, summarizeUpload, type UploadSummary } from "../follow-upload";
import { rehearse } from "../rehearse";
import { sendFile } from "../send-file";

/** Who sends files from here when nobody is named: a person of the table, whose password nobody knows. */
export const commandLineEmail = "linha-de-comando@lastro.localhost";

export const importCommand: Command = {
  words: "importar",
  usage:
    "<arquivo | -> [--fundo CODIGO] [--tipo operacoes] [--usuario EMAIL] [--corrige ID [--ensaio]] [--total-linhas N] [--total-quantidade Q] [--total-valor CENTAVOS] [--motivo TEXTO] [--acompanhar]",
  summary:
    "envia um arquivo, ou a correção de outro, e o confirma; com --total-… só se conferir, ou com o motivo; --acompanhar espera o resultado",
  options: {
    fundo: { type: "string" },
    tipo: { type: "string", default: "operacoes" },
    usuario: { type: "string" },
    acompanhar: { type: "boolean" },
    corrige: { type: "string" },
    ensaio: { type: "boolean" },
    "total-linhas": { type: "string" },
    "total-quantidade": { type: "string" },
    "total-valor": { type: "string" },
    motivo: { type: "string" },
  },
  async run(session, options, [path, ...others]) {
    if (!path || others.length > 0) throw new UsageError("diga um arquivo, ou - para a entrada padrão");
    if (!uploadKinds.includes(options.tipo as (typeof uploadKinds)[number]))
      throw new DomainError("upload.kind_unknown");
    const file = await openFile(path);
    const actor = await findActor(session, optional(options, "usuario"));
    const ctx = createCtx(session.runtime, actor);
    const parentId = readParent(options);
    const { totals, reason } = readTotals(options);
    const code = optional(options, "fundo");
    const defaultFundId = code ? (await ctx.transaction((tx) => getFund(tx, code))).fundId : null;
    try {
      const isRehearsal = options.ensaio === true;
      const uploadId = await sendFile(ctx, { ...file, defaultFundId, parentId, isRehearsal, totals });
      if (isRehearsal) return await rehearse(ctx, uploadId, session.say);
      const unconfirmed = totals && (await confirmTotals(ctx, { uploadId, reason }, session.say));
      if (unconfirmed) return unconfirmed;
      session.say(`importação ${uploadId} confirmada`);
      if (options.acompanhar !== true) {
        return { exit: 0, data: { importacao: uploadId, estado: "SPLITTING" }, text: uploadId };
      }
      await followUpload(ctx, uploadId, session.say);
      return answerOf(await summarizeUpload(ctx, uploadId));
    } catch (error) {
      if (error instanceof DomainError && error.code === "upload.duplicate") return repeated(error);
      throw error;
    }
  },
};

function readParent(options: Options): string | null {
  const parentId = optional(options, "corrige") ?? null;
  if (options.ensaio === true && parentId === null) throw new UsageError("--ensaio pede --corrige ID");
  if (parentId !== null && !uploadRef.safeParse({ uploadId: parentId }).success)
    throw new DomainError("upload.not_found", { uploadId: parentId });
  return parentId;
}

/** What the file must add up to, and why it may not. */
function readTotals(options: Options) {
  const field = (name: TotalName) => `total-${totalNames[name]}`;
  const totals = readExpectedTotals(
    (name) => optional(options, field(name)),
    (name) => `--${field(name)}`,
  );
  const reason = optional(options, "motivo");
  if (totals && options.ensaio === true) throw new UsageError("--ensaio não confirma: tire os --total-…");
  if (reason !== undefined && totals === null) throw new UsageError("--motivo pede algum --total-…");
  if (reason !== undefined && !confirmInput.shape.reason.safeParse(reason).success)
    throw new UsageError("--motivo tem de 10 a 1.000 caracteres");
  return { totals, reason };
}

async function openFile(path: string): Promise<{ name: string; bytes: AsyncIterable<Uint8Array> }> {
  if (path === "-") return { name: "entrada-padrao.csv", bytes: process.stdin };
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new UsageError(`não há arquivo em ${path}`);
  return { name: basename(path), bytes: createReadStream(path, { highWaterMark: 256 * 1024 }) };
}

async function findActor(session: Session, email: string | undefined): Promise<Actor> {
  const { ctx } = session;
  const wanted = email ?? commandLineEmail;
  const found = await ctx.transaction((tx) => findUserActor(tx, wanted));
  if (!found && !email) return createCommandLineUser(session);
  if (!found) throw new DomainError("user.not_found");
  if (!found.capabilities.has("import:create"))
    throw new DomainError("auth.denied", { right: "import:create" });
  return found;
}

async function createCommandLineUser({ ctx }: Session): Promise<Actor> {
  const password = randomBytes(48).toString("base64url");
  await ctx.transaction((tx) =>
    createUser(tx, {
      email: commandLineEmail,
      name: "Linha de comando",
      password,
      role: "operacao",
      seesAllFunds: true,
    }),
  );
  const made = await ctx.transaction((tx) => findUserActor(tx, commandLineEmail));
  if (!made) throw new DomainError("user.not_found");
  return made;
}

/** Something wrong was found when a line was rejected or the file refused. */
function answerOf(summary: UploadSummary): Answer {
  const { linhas, operacoes } = summary;
  const lines = [`${summary.importacao} ${summary.estado}`];
  if (linhas)
    lines.push(
      `linhas ${linhas.total}: aceitas ${linhas.aceitas}, rejeitadas ${linhas.rejeitadas}, duplicadas ${linhas.duplicadas}`,
    );
  for (const { estado, espera, codigo, quantidade } of operacoes) {
    lines.push(`  ${[estado, espera, codigo].filter(Boolean).join(" ")}: ${quantidade}`);
  }
  if (summary.recusa) lines.push(describeFileRefusal(summary.recusa as never));
  const isWrong = summary.estado !== "DONE" || (linhas?.rejeitadas ?? 0) > 0;
  return { exit: isWrong ? 1 : 0, data: summary, text: lines.join("\n") };
}

function repeated(error: DomainError): Answer {
  const first = typeof error.details.uploadId === "string" ? error.details.uploadId : null;
  return {
    exit: 1,
    data: { erro: { codigo: error.code, primeira: first } },
    text: `este arquivo já foi enviado${first ? `: ${first}` : ""}`,
  };
}
