import type { ParseArgsConfig } from "node:util";
import type { Runtime } from "#server/infra/context";
import type { Env } from "#server/infra/env";
import type { Ctx } from "#server/kernel/context";

/** 0 all well, 1 found something wrong, 2 could not run. */
export type ExitCode = 0 | 1 | 2;

export type Session = {
  readonly env: Env;
  readonly runtime: Runtime;
  /** The system itself: every fund, no person behind it. */
  readonly ctx: Ctx;
  /** Talk, on stderr. */
  readonly say: (text: string) => void;
};

export type Answer = {
  readonly exit: ExitCode;
  /** What `--json` prints, whole. */
  readonly data: unknown;
  /** What a person reads on stdout instead. */
  readonly text: string;
};

export type Options = Readonly<Record<string, string | boolean | undefined>>;

export type Command = {
  /** The words that call it: `token criar`. */
  readonly words: string;
  readonly usage: string;
  readonly summary: string;
  readonly options: NonNullable<ParseArgsConfig["options"]>;
  /** Its arguments are another program's: none is read here. */
  readonly isPassedOn?: true;
  readonly run: (session: Session, options: Options, positionals: readonly string[]) => Promise<Answer>;
};

/** The person at the keyboard wrote something that cannot be meant. */
export class UsageError extends Error {}

/** @throws UsageError when the option is missing */
export function required(options: Options, name: string): string {
  const value = options[name];
  if (typeof value !== "string" || value.trim() === "") throw new UsageError(`falta --${name}`);
  return value.trim();
}

export function optional(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** @throws UsageError when it is no whole number in the range */
export function wholeNumber(text: string, name: string, min: number, max: number): number {
  const value = Number(text);
  if (!/^\d{1,12}$/.test(text) || value < min || value > max) {
    throw new UsageError(`--${name} é um número inteiro de ${min} a ${max}`);
  }
  return value;
}
