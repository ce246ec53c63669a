import { z } from "zod";
import { errorTexts } from "#server/kernel/error-texts";
import { asDomainError, DomainError, type ErrorCode, type ErrorKind } from "#server/kernel/errors";

const statuses: Readonly<Record<ErrorKind, number>> = {
  invalid: 422,
  not_found: 404,
  conflict: 409,
  forbidden: 403,
  unavailable: 503,
  unexpected: 500,
};
/** Codes whose case has a status of its own in HTTP. */
const ownStatuses: Readonly<Partial<Record<ErrorCode, number>>> = {
  "auth.required": 401,
  "token.invalid": 401,
  "rate.exceeded": 429,
  "auth.rate_limited": 429,
  "storage.too_large": 413,
};

/** The body of every error (RFC 9457), with the code that names the case and the request to quote. */
export const problemSchema = z.object({
  type: z.string().describe("Identifica o caso; igual a `urn:lastro:erro:` e o código"),
  title: z.string().describe("O que aconteceu"),
  status: z.number().int(),
  detail: z.string().describe("Onde, o que se esperava, o que veio"),
  acao: z.string().describe("O que fazer"),
  codigo: z.string().describe("Código do caso, estável"),
  requisicao: z.string().describe("Identificador do pedido, para o suporte"),
  campos: z.array(z.object({ campo: z.string(), mensagem: z.string() })).optional(),
  dados: z.record(z.string(), z.unknown()).optional().describe("Identificadores e números do caso"),
  primeiro: z.string().optional().describe("Endereço do primeiro envio, quando este o repete"),
});

export function statusOf(code: ErrorCode, kind: ErrorKind): number {
  return ownStatuses[code] ?? statuses[kind];
}

/** Reads any thrown value as one of ours; input that does not parse is `input.invalid`. */
export function readError(error: unknown): DomainError {
  return error instanceof z.ZodError
    ? new DomainError("input.invalid", {}, { cause: error })
    : asDomainError(error);
}

/** Whether the database could not read a value as the type it must have (SQLSTATE class 22). */
export function isDataException(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { code, meta, cause } = error as { code?: unknown; meta?: { code?: unknown }; cause?: unknown };
  const isOne = (value: unknown) => typeof value === "string" && /^22...$/.test(value);
  return (
    isOne(code) ||
    isOne(meta?.code) ||
    isOne((cause as { originalCode?: unknown } | undefined)?.originalCode) ||
    isDataException(cause)
  );
}

/** An error as `application/problem+json`: Portuguese, with its code, and nothing about how we are built. */
export function problemResponse(error: unknown, requestId: string): Response {
  const known = readError(error);
  const status = statusOf(known.code, known.kind);
  const { message, action } = errorTexts[known.code];
  const fields = fieldsOf(known);
  const body = {
    type: `urn:lastro:erro:${known.code}`,
    title: message,
    status,
    detail:
      fields.length > 0 ? fields.map(({ campo, mensagem }) => `${campo}: ${mensagem}`).join("; ") : message,
    acao: action,
    codigo: known.code,
    requisicao: requestId,
    ...(fields.length > 0 ? { campos: fields } : {}),
    ...dataOf(known),
  };
  return problem(status, body, headersOf(known, status));
}

/** A route that does not exist, or not with this method. */
export function unroutable(status: 404 | 405, requestId: string, allow: readonly string[] = []): Response {
  const text =
    status === 404
      ? {
          title: "Este endereço não existe.",
          acao: "Veja os endereços em /api/docs.",
          codigo: "route.not_found",
        }
      : {
          title: "Este endereço não aceita este método.",
          acao: `Use ${allow.join(" ou ")}.`,
          codigo: "route.method_not_allowed",
        };
  const body = {
    type: `urn:lastro:erro:${text.codigo}`,
    status,
    detail: text.title,
    requisicao: requestId,
    ...text,
  };
  return problem(status, body, status === 405 ? { allow: allow.join(", ") } : {});
}

function problem(status: number, body: object, headers: Record<string, string>): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": "application/problem+json; charset=utf-8",
      "content-language": "pt-BR",
      ...headers,
    },
  });
}

function headersOf(error: DomainError, status: number): Record<string, string> {
  if (status === 401) return { "www-authenticate": 'Bearer realm="lastro"' };
  if (status !== 503 && status !== 429) return {};
  const { retryAfterS } = error.details;
  return { "retry-after": String(typeof retryAfterS === "number" ? retryAfterS : 5) };
}

function fieldsOf(error: DomainError): { campo: string; mensagem: string }[] {
  if (error.cause instanceof z.ZodError) {
    return error.cause.issues
      .slice(0, 20)
      .map((issue) => ({ campo: fieldPath(issue), mensagem: issue.message }));
  }
  const { field, expected } = error.details;
  if (error.code !== "input.invalid" || typeof field !== "string") return [];
  return [{ campo: field, mensagem: typeof expected === "string" ? expected : "valor inválido" }];
}

function fieldPath(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return issue.keys.slice(0, 5).join(", ").slice(0, 200);
  return issue.path.join(".") || "corpo";
}

/** Details by their Portuguese names; what is not listed here stays inside. */
const shownDetails: Readonly<Record<string, string>> = {
  uploadId: "importacao",
  operationId: "operacao",
  state: "estado",
  right: "direito",
  code: "motivo",
  limitBytes: "limite_bytes",
  neededCents: "necessario_centavos",
  balanceCents: "saldo_centavos",
  neededQuantity: "quantidade_necessaria",
  heldQuantity: "quantidade_em_carteira",
};

function dataOf({ kind, code, details }: DomainError): {
  dados?: Record<string, unknown>;
  primeiro?: string;
} {
  if (kind === "unexpected" || kind === "unavailable" || kind === "not_found") return {};
  const shown = Object.entries(details).flatMap(([key, value]) => {
    const name = shownDetails[key];
    const isPlain = typeof value === "string" || typeof value === "number";
    return name && isPlain ? [[name, value] as const] : [];
  });
  const first = code === "upload.duplicate" && typeof details.uploadId === "string" ? details.uploadId : null;
  return {
    ...(shown.length > 0 ? { dados: Object.fromEntries(shown) } : {}),
    ...(first ? { primeiro: `/api/v1/importacoes/${first}` } : {}),
  };
}
