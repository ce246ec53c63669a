export const verdicts = ["APPROVE", "REJECT", "EDIT"] as const;
export type Verdict = (typeof verdicts)[number];

/** Why a person decided so; each decision names one, in the order of the digits that choose them. */
export const verdictReasons = {
  APPROVE: ["PRECO_CONFERIDO", "PU_NEGOCIADO", "AMORTIZACAO", "SEM_FONTE", "OUTRO"],
  REJECT: ["PRECO_ERRADO", "LINHA_ERRADA", "REPETIDA", "NAO_AUTORIZADA", "OUTRO"],
  EDIT: ["DIGITACAO", "ATIVO_TROCADO", "VALOR_NEGOCIADO", "OUTRO"],
} as const satisfies Record<Verdict, readonly string[]>;

const textMin = 10;

/** Whether a decision says enough: an approval may stand on its code alone, unless the code says nothing. */
export function saysEnough(verdict: Verdict, reasonCode: string, text: string | null): boolean {
  if (!(verdictReasons[verdict] as readonly string[]).includes(reasonCode)) return false;
  if (verdict === "APPROVE" && reasonCode !== "OUTRO") return true;
  return (text?.trim().length ?? 0) >= textMin;
}

/** How long a decision may be undone before it takes effect. */
export const holdMs = 10_000;

export const itemStates = ["OPEN", "HELD", "DECIDED", "WITHDRAWN"] as const;
export type ItemState = (typeof itemStates)[number];

/** What a verdict makes of an item when it is the last one needed. */
export const outcomeOf = {
  APPROVE: "APPROVED",
  REJECT: "REJECTED",
  EDIT: "EDITED",
} as const satisfies Record<Verdict, string>;
export type Outcome = (typeof outcomeOf)[Verdict];
