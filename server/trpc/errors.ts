import { TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import { errorTexts } from "#server/kernel/error-texts";
import { errorTextsInEnglish } from "#server/kernel/error-texts-english";
import { asDomainError, DomainError, type ErrorKind } from "#server/kernel/errors";

const codes = {
  invalid: "BAD_REQUEST",
  not_found: "NOT_FOUND",
  conflict: "CONFLICT",
  forbidden: "FORBIDDEN",
  unavailable: "SERVICE_UNAVAILABLE",
  unexpected: "INTERNAL_SERVER_ERROR",
} as const satisfies Record<ErrorKind, TRPCError["code"]>;

/** What a screen is told about a failure: never a stack, a statement or a foreign message. */
export type Problem = {
  code: string;
  kind: ErrorKind;
  message: string;
  action: string;
  requestId: string;
  /** Ids and numbers for the person, e.g. the upload that a duplicate repeats. */
  details: Readonly<Record<string, unknown>>;
  /** Fields that did not parse, by path. */
  fields: Readonly<Record<string, string>>;
};

/** Any error as one that tRPC answers with the right status; the kind decides. */
export function toTrpcError(error: unknown): TRPCError {
  const known = readDomainError(error);
  if (known.code === "auth.required")
    return new TRPCError({ code: "UNAUTHORIZED", message: known.code, cause: known });
  return new TRPCError({ code: codes[known.kind], message: known.code, cause: known });
}

/** The language that the screens are read in. */
export type Language = "pt-BR" | "en";

export function describeProblem(error: TRPCError, requestId: string, language: Language = "pt-BR"): Problem {
  const known = readDomainError(error);
  const text = (language === "en" ? errorTextsInEnglish : errorTexts)[known.code];
  return {
    code: known.code,
    kind: known.kind,
    message: text.message,
    action: text.action,
    requestId,
    details: known.kind === "unexpected" ? {} : known.details,
    fields: fieldsOf(error),
  };
}

export function readDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof ZodError) return new DomainError("input.invalid", {}, { cause: error });
  if (error instanceof TRPCError) return readTrpcError(error);
  return asDomainError(error);
}

/** tRPC's own refusals: input that does not parse, a wrong method, a path that does not exist. */
function readTrpcError(error: TRPCError): DomainError {
  if (error.cause instanceof DomainError) return error.cause;
  if (error.cause instanceof ZodError) return new DomainError("input.invalid", {}, { cause: error.cause });
  if (error.code === "INTERNAL_SERVER_ERROR") return asDomainError(error.cause ?? error);
  return new DomainError("input.invalid", {}, { cause: error });
}

function fieldsOf(error: TRPCError): Record<string, string> {
  const cause = error.cause instanceof DomainError ? error.cause.cause : error.cause;
  if (!(cause instanceof ZodError)) return {};
  return Object.fromEntries(cause.issues.map((issue) => [issue.path.join("."), issue.message]));
}
