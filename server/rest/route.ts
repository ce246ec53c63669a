import type { z } from "zod";
import type { Capability } from "#server/kernel/capabilities";
import type { Ctx, Tx } from "#server/kernel/context";
import type { ErrorCode } from "#server/kernel/errors";

type Shape = z.ZodObject;
export type Method = "GET" | "POST";

type Base = {
  readonly method: Method;
  /** Under `/api/v1`; `{name}` is a field of the input. */
  readonly path: string;
  /** The right that a token needs; null only for what says nothing about anybody. */
  readonly capability: Capability | null;
  /** Who calls, where it is nobody with a token: ANBIMA, with the credential it was given. */
  readonly auth?: "anbima";
  /** One line in Portuguese, for the documentation. */
  readonly summary: string;
  readonly description?: string;
  readonly input: Shape;
  /** What a path that does not even look like one of ours gets: the same as one that does not exist. */
  readonly absent?: ErrorCode;
  /** Errors worth naming in the documentation, besides those every route has. */
  readonly errors?: readonly ErrorCode[];
};

/** A route that answers JSON. Everything runs in one transaction, scoped to the token's funds. */
export type JsonRoute = Base & {
  readonly kind: "json";
  readonly status: 200 | 201 | 202;
  readonly output: z.ZodType;
  readonly run: (tx: Tx, input: never) => Promise<unknown>;
};

/** A route that reads or writes a stream, and so builds its own answer. */
export type StreamRoute = Base & {
  readonly kind: "stream";
  readonly status: 200 | 202;
  /** JSON that it answers, or null when it answers a file of `mediaType`. */
  readonly output: z.ZodType | null;
  readonly mediaType: string;
  /** Multipart fields, for the documentation. */
  readonly form?: Shape;
  readonly run: (exchange: Exchange, input: never) => Promise<Response>;
};
export type Exchange = { readonly ctx: Ctx; readonly request: Request };

export type Route = JsonRoute | StreamRoute;

/** Declares a route: its right, what it takes, what it answers, and the verb behind it. */
export function rest<Input extends Shape, Output extends z.ZodType>(
  route: Omit<JsonRoute, "kind" | "status" | "input" | "output" | "run"> & {
    input: Input;
    output: Output;
    status?: JsonRoute["status"];
    run: (tx: Tx, input: z.output<Input>) => Promise<z.input<Output>>;
  },
): JsonRoute {
  return { status: 200, ...route, kind: "json", run: route.run as JsonRoute["run"] };
}

/** As {@link rest}, for bodies and answers that are never held in memory. */
export function restStream<Input extends Shape>(
  route: Omit<StreamRoute, "kind" | "input" | "run"> & {
    input: Input;
    run: (exchange: Exchange, input: z.output<Input>) => Promise<Response>;
  },
): StreamRoute {
  return { ...route, kind: "stream", run: route.run as StreamRoute["run"] };
}

/** Names of the `{…}` parts of a path, in order. */
export function pathFields(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
}
