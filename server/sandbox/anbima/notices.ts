import { randomUUID } from "node:crypto";
import { z } from "zod";
import { assetClasses } from "#server/kernel/ports";
import { type Exchange, Refusal, readJson, sendJson } from "../exchange";
import { feedPaths } from "./feed";

/** Who is told of new data, and the `user:password` that ANBIMA was given for it. */
export type NoticeTarget = { readonly url: string; readonly auth: string };

const wanted = z.strictObject({
  evento: z.enum(["NOVO", "ATUALIZACAO", "ATRASO"]),
  classe: z.enum(assetClasses),
  dia: z.iso.date(),
  /** To send the same notice twice. */
  id: z.string().min(1).max(200).optional(),
});

/** `POST /_sandbox/anbima/avisos`: tells the product what ANBIMA would, and answers what it answered. */
export async function sendNotice(exchange: Exchange, target: NoticeTarget | null): Promise<void> {
  if (!target)
    throw new Refusal(409, "no address for notices: set SANDBOX_NOTICE_URL and ANBIMA_NOTICE_AUTH");
  const parsed = wanted.safeParse(await readJson(exchange.request));
  if (!parsed.success) return sendJson(exchange, 422, { error: z.prettifyError(parsed.error) });
  const { evento, classe, dia, id = randomUUID() } = parsed.data;
  const answer = await fetch(target.url, {
    method: "POST",
    redirect: "error",
    signal: AbortSignal.timeout(10_000),
    headers: {
      "content-type": "application/json",
      authorization: `Basic ${Buffer.from(target.auth).toString("base64")}`,
    },
    body: JSON.stringify({
      id_notificacao_cliente: id,
      tipo_evento: evento,
      data_envio: new Date().toISOString(),
      nome_pacote: "Preços e Índices",
      nome_item: `Mercado secundário ${classe}`,
      descricao: "",
      data_referencia: dia,
      url_api_feed: `https://api.anbima.com.br/feed/precos-indices/v1/${feedPaths[classe]}`,
    }),
  });
  const body = await answer.text();
  if (!answer.ok) throw new Refusal(502, `the product answered ${answer.status}: ${body.slice(0, 500)}`);
  sendJson(exchange, 200, { id, resposta: JSON.parse(body) });
}
