import type { OperationState, WaitReason } from "#server/domain/operations/schemas";
import type { Tone } from "../ui/status-badge";

type Status = { states?: OperationState[]; waitReasons?: WaitReason[]; tone: Tone };

/** The states of an operation as addresses name them, and what each asks the server for. */
export const statuses = {
  executada: { states: ["EXECUTED"], tone: "done" },
  pendente: { states: ["PENDING"], tone: "waiting" },
  em_revisao: { waitReasons: ["IN_REVIEW"], tone: "human" },
  aguardando_preco: { waitReasons: ["AWAITING_PRICE"], tone: "waiting" },
  aguardando_publicacao: { waitReasons: ["AWAITING_PUBLICATION"], tone: "waiting" },
  na_fila: { waitReasons: ["READY"], tone: "moving" },
  sem_caixa: { waitReasons: ["INSUFFICIENT_CASH"], tone: "waiting" },
  sem_posicao: { waitReasons: ["INSUFFICIENT_POSITION"], tone: "waiting" },
  estornada: { states: ["REVERSED"], tone: "reversed" },
  rejeitada: { states: ["REJECTED"], tone: "bad" },
  cancelada: { states: ["CANCELLED"], tone: "inert" },
} as const satisfies Record<string, Status>;
export type StatusKey = keyof typeof statuses;
export const statusKeys = Object.keys(statuses) as StatusKey[];

const byState: Record<Exclude<OperationState, "PENDING">, StatusKey> = {
  EXECUTED: "executada",
  REVERSED: "estornada",
  REJECTED: "rejeitada",
  CANCELLED: "cancelada",
};
const byWaitReason: Record<WaitReason, StatusKey> = {
  AWAITING_PRICE: "aguardando_preco",
  AWAITING_PUBLICATION: "aguardando_publicacao",
  READY: "na_fila",
  IN_REVIEW: "em_revisao",
  INSUFFICIENT_CASH: "sem_caixa",
  INSUFFICIENT_POSITION: "sem_posicao",
};

/** The one word for where an operation stands: a pending one is named by why it waits. */
export function statusOf(operation: { state: OperationState; waitReason: WaitReason | null }): StatusKey {
  if (operation.state !== "PENDING") return byState[operation.state];
  return operation.waitReason ? byWaitReason[operation.waitReason] : "pendente";
}
