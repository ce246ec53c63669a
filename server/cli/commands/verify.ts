import { graceDefaultS, type InvariantReport, verifyInvariants } from "#server/domain/invariants/index";
import { type Command, optional, wholeNumber } from "../command";

export const verifyCommand: Command = {
  words: "conferir",
  usage: "[--tolerancia SEGUNDOS]",
  summary: "prova as invariantes sobre os dados vivos, e diz o que contou",
  options: { tolerancia: { type: "string" } },
  async run({ ctx }, options) {
    const grace = optional(options, "tolerancia");
    const graceS = grace === undefined ? graceDefaultS : wholeNumber(grace, "tolerancia", 0, 86_400);
    const report = await verifyInvariants(ctx, { graceS });
    return { exit: report.ok ? 0 : 1, data: report, text: textOf(report) };
  },
};

function textOf({ ok, at, invariantes }: InvariantReport): string {
  const lines = invariantes.flatMap(({ numero, nome, contados, falhas, exemplos }) => [
    `${falhas === 0 ? "✓" : "✗"} ${numero}. ${nome}`,
    `    ${Object.entries(contados)
      .map(([name, value]) => `${name.replaceAll("_", " ")}: ${value}`)
      .join(" · ")}`,
    ...(falhas > 0 ? [`    ${falhas} falhas:`] : []),
    ...exemplos.map(({ regra, ...found }) => `      ${regra}: ${JSON.stringify(found)}`),
  ]);
  return [...lines, ok ? `Tudo confere em ${at}.` : `Algo não confere em ${at}.`].join("\n");
}
