import { z } from "zod";
import { receiveNotice } from "#server/domain/pricing/index";
import { rest } from "../route";

const text = (max: number) => z.string().trim().min(1).max(max);

/** Manual of the ANBIMA Feed, "Aviso de novos dados": the fields and their names are ANBIMA's. */
export const anbimaNoticeRoute = rest({
  method: "POST",
  path: "/anbima/avisos",
  capability: null,
  auth: "anbima",
  summary: "Recebe um aviso de novos dados da ANBIMA",
  description:
    "Chamado pela ANBIMA, com `Authorization: Basic` da credencial de `ANBIMA_NOTICE_AUTH`. Cada `id_notificacao_cliente` vale uma vez. `NOVO` lê a lista na hora, `ATUALIZACAO` lê de novo e compara, guardando as duas versões; `ATRASO` espera.",
  input: z.object({
    id_notificacao_cliente: z.union([text(200), z.number().int()]).transform(String),
    tipo_evento: z.enum(["NOVO", "ATUALIZACAO", "ATRASO"]),
    data_envio: text(60).nullish(),
    nome_pacote: z.string().max(200).nullish(),
    nome_item: text(200),
    descricao: z.string().max(2_000).nullish(),
    data_referencia: z
      .string()
      .max(40)
      .transform((day) => day.slice(0, 10))
      .pipe(z.iso.date()),
    url_api_feed: z.string().max(2_000).nullish(),
  }),
  output: z.object({ recebido: z.literal(true), repetido: z.boolean() }),
  run: async (tx, input) => {
    const { isRepeated } = await receiveNotice(tx, {
      sourceId: input.id_notificacao_cliente,
      event: input.tipo_evento,
      itemName: input.nome_item,
      priceOn: input.data_referencia,
      sentAt: input.data_envio ?? null,
      feedUrl: input.url_api_feed ?? null,
    });
    return { recebido: true as const, repetido: isRepeated };
  },
});
