import type { Actor } from "./actor";
import type { Ports } from "./ports";

/**
 * Everything impure that a verb may use. Built at a door (router, route handler, worker, command
 * line, test) and passed down; a function without `ctx` is pure.
 */
export type Ctx = {
  readonly actor: Actor;
  /** Ties log lines, events and jobs of one request together. */
  readonly requestId: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly ports: Ports;
  /**
   * Runs `run` in one transaction, scoped to what the actor may see and fenced by the job's lease
   * when the actor is a job. Everything a verb reads or writes happens inside one of these.
   */
  transaction<T>(run: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
};

export type TransactionOptions = {
  /** Every read sees the same instant, and nothing can be written. Not for jobs, which hold their lease. */
  readonly isSnapshot?: boolean;
  /** Ends it, and what runs in it, after so long. A request's ends after 15 seconds unless it says otherwise. */
  readonly longestMs?: number;
};

/** A verb's context inside its transaction. */
export type Tx = Ctx & {
  /** Runs one statement with `$1…` parameters; `bigint` comes back as bigint, `numeric` as string. */
  readonly sql: Sql;
  /** Streams text rows into a table: `COPY table (columns) FROM STDIN`. */
  readonly copy: (table: string, columns: readonly string[], rows: Iterable<CopyRow>) => Promise<number>;
  /** The transaction's own time: every event and stamp of one write agrees. */
  readonly at: Date;
};

export type SqlRow = Record<string, unknown>;
export type Sql = <Row extends SqlRow = SqlRow>(text: string, params?: readonly unknown[]) => Promise<Row[]>;
export type CopyRow = readonly (string | number | bigint | null | undefined)[];

export type Clock = { now(): Date };

export type Log = {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
};
/** Ids, codes, counts and durations. Never a CPF, a name, an e-mail or an amount. */
export type LogFields = Readonly<Record<string, unknown>>;
