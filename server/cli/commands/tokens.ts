import { createToken, revokeToken } from "#server/domain/tokens/index";
import { tokenDaysMax } from "#server/domain/tokens/schemas";
import { findUserActor } from "#server/domain/users/index";
import { type Capability, capabilities } from "#server/kernel/capabilities";
import { DomainError } from "#server/kernel/errors";
import { type Command, optional, required, UsageError, wholeNumber } from "../command";
import { readFundIds } from "../fund-list";

const readingRights = "fund:read,import:read,operation:read,report:read";

export const createTokenCommand: Command = {
  words: "token criar",
  usage: "--usuario EMAIL --nome NOME [--direitos a,b] [--fundos todos|A,B] [--dias N]",
  summary: "cria um token da API, mostrado uma só vez",
  options: {
    usuario: { type: "string" },
    nome: { type: "string" },
    direitos: { type: "string", default: readingRights },
    fundos: { type: "string", default: "todos" },
    dias: { type: "string", default: "90" },
  },
  async run({ ctx, say }, options) {
    const [email, name] = [required(options, "usuario"), required(options, "nome")];
    const rights = readRights(required(options, "direitos"));
    const days = wholeNumber(required(options, "dias"), "dias", 1, tokenDaysMax);
    const person = await ctx.transaction((tx) => findUserActor(tx, email));
    if (!person?.userId) throw new DomainError("user.not_found");
    const funds = await readFundIds(ctx, required(options, "fundos"));
    const made = await createToken(ctx, { name, userId: person.userId, capabilities: rights, funds, days });
    say("guarde-o agora: ele não será mostrado de novo");
    const data = {
      id: made.tokenId,
      token: made.token,
      vence_em: made.expiresAt.toISOString(),
      direitos: rights,
    };
    return { exit: 0, data, text: made.token };
  },
};

export const revokeTokenCommand: Command = {
  words: "token revogar",
  usage: "<id> [--motivo TEXTO]",
  summary: "encerra um token; o pedido seguinte dele já é recusado",
  options: { motivo: { type: "string" } },
  async run({ ctx }, options, [tokenId]) {
    if (!tokenId) throw new UsageError("diga o id do token");
    await revokeToken(ctx, { tokenId, reason: optional(options, "motivo") ?? "pela linha de comando" });
    return { exit: 0, data: { id: tokenId, revogado: true }, text: `${tokenId} revogado` };
  },
};

function readRights(text: string): Capability[] {
  return text.split(",").map((word) => {
    const found = capabilities.find((capability) => capability === word.trim());
    if (!found) throw new UsageError(`direito desconhecido: ${word}. Existem: ${capabilities.join(", ")}`);
    return found;
  });
}
