import { z } from "zod";
import { countReading, proveEvent } from "#server/domain/audit/index";
import { listEvents } from "#server/domain/audit/queries";
import type { Tx } from "#server/kernel/context";
import { rest } from "../route";
import { count, fundCode, instant, iso, pageOf, paging, text } from "../schemas";

const event = z.object({
  id: z.uuid(),
  lugar: z.string().nullable().describe("Lugar na trilha selada; nulo enquanto espera o selo"),
  em: instant,
  acao: z.string(),
  autor: z.object({ tipo: z.string(), id: z.string(), nome: z.string() }),
  assunto: z.object({ tipo: z.string(), id: z.string(), nome: z.string().nullable() }),
  fundo: z.string().nullable(),
  motivo: z.string().nullable(),
  antes: z.unknown(),
  depois: z.unknown(),
  pedido: z.string().nullable(),
});

const filter = {
  fundo: fundCode.optional(),
  acao: text(1, 64).optional(),
  autor: text(1, 64).optional().describe("Pessoa, token ou parte do sistema"),
  de: z.iso.date().optional().describe("Primeiro dia, São Paulo"),
  ate: z.iso.date().optional().describe("Último dia, São Paulo"),
  ...paging,
};

export const listEventsRoute = rest({
  method: "GET",
  path: "/auditoria/eventos",
  capability: "audit:read",
  summary: "Lista eventos da trilha, do mais novo ao mais antigo",
  description: "Ler muitos é, por sua vez, um evento.",
  input: z.strictObject({ tipo: text(1, 40).optional(), assunto: z.uuid().optional(), ...filter }),
  output: pageOf(event),
  run: (tx, { tipo, assunto, ...input }) => list(tx, { subjectType: tipo, subjectId: assunto }, input),
});

export const listOperationEventsRoute = rest({
  method: "GET",
  path: "/auditoria/operacoes",
  capability: "audit:read",
  summary: "Lista o que aconteceu a operações, do mais novo ao mais antigo",
  input: z.strictObject({ operacao: z.uuid().optional(), ...filter }),
  output: pageOf(event),
  run: (tx, { operacao, ...input }) => list(tx, { subjectType: "operation", subjectId: operacao }, input),
});

export const proveEventRoute = rest({
  method: "GET",
  path: "/auditoria/eventos/{id}/prova",
  capability: "audit:read",
  summary: "Prova de que um evento está na trilha selada",
  description: "Confere-se fora, com `verificar.mjs` ou `verificar.py`. Tirá-la é um evento.",
  absent: "audit.not_found",
  errors: ["audit.not_found", "audit.not_sealed"],
  input: z.strictObject({ id: z.uuid() }),
  output: z.object({
    formato: z.string(),
    geradoEm: instant,
    tamanho: count,
    evento: z.object({ seq: count, canonical: z.string(), caminho: z.array(z.string()) }),
    lancamentos: z.string().nullable(),
    checkpoint: z.string(),
    chave: z.string(),
    comoConferir: z.array(z.string()),
  }),
  run: (tx, { id }) => proveEvent(tx, id),
});

type Given = {
  fundo?: string | undefined;
  acao?: string | undefined;
  autor?: string | undefined;
  de?: string | undefined;
  ate?: string | undefined;
  cursor?: string | undefined;
  limite: number;
};

async function list(
  tx: Tx,
  subject: { subjectType?: string | undefined; subjectId?: string | undefined },
  { fundo, acao, autor, de, ate, cursor, limite }: Given,
) {
  const wanted = {
    ...subject,
    actorId: autor,
    actions: acao ? [acao] : null,
    fundCodes: fundo ? [fundo] : null,
    from: de,
    to: ate,
  };
  const page = await listEvents(tx, { ...wanted, cursor, limit: limite });
  await countReading(tx, wanted, page.items.length);
  return {
    itens: page.items.map((row) => ({
      id: row.eventId,
      lugar: row.place === null ? null : `${row.place}`,
      em: iso(row.at),
      acao: row.action,
      autor: { tipo: row.actorKind, id: row.actorId, nome: row.actorName },
      assunto: { tipo: row.subjectType, id: row.subjectId, nome: row.subjectName },
      fundo: row.fundCode,
      motivo: row.reason,
      antes: row.before,
      depois: row.after,
      pedido: row.request,
    })),
    proximo: page.nextCursor,
  };
}
