import type { ZodType } from "zod";

/** A queue per outside limit. `--filas` names them in Portuguese. */
export const queues = {
  imports: { portuguese: "importacoes", concurrency: 3 },
  anbima: { portuguese: "precos", concurrency: 24 },
  ledger: { portuguese: "razao", concurrency: 4 },
  mail: { portuguese: "correio", concurrency: 2 },
  default: { portuguese: "geral", concurrency: 2 },
} as const;
export type QueueName = keyof typeof queues;
export const queueNames = Object.keys(queues) as QueueName[];

export type JobDeclaration<Payload> = {
  /** `<module>.<verb>`; stored, so a rename is a migration. */
  readonly name: string;
  readonly queue: QueueName;
  /** Ids only: never money, names or documents. */
  readonly payload: ZodType<Payload>;
  readonly retry: { readonly baseMs: number; readonly maxMs: number };
  /** Jobs of one name and key that nobody has claimed yet are one job. */
  readonly key: (payload: Payload) => string;
  /** What the job is about, for the job screen. */
  readonly about?: (payload: Payload) => { fundId?: string; subjectId?: string };
};

export function defineJob<Payload>(declaration: JobDeclaration<Payload>): JobDeclaration<Payload> {
  return declaration;
}
