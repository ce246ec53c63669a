import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "#server/kernel/context";
import type { NoticeTarget } from "./anbima/notices";
import { type AnbimaControl, createAnbimaService } from "./anbima/service";
import type { AnbimaSwitchesPatch } from "./anbima/switches";
import { sandboxCredentials } from "./env";
import { type Exchange, Refusal, sendJson } from "./exchange";
import { createRoutes } from "./routes";
import { createInbox, type SmtpControl } from "./smtp/inbox";

export type SandboxOptions = {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly smtpPort?: number;
  readonly seed?: number;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly clock?: Clock;
  /** Where notices of new data are sent to, with `user:password`. */
  readonly notices?: NoticeTarget;
  /** First state of the switches; what is not given is as in production: 30 % of feed calls fail. */
  readonly anbima?: AnbimaSwitchesPatch;
};

export type Sandbox = {
  /** Base for ANBIMA_URL. */
  readonly url: string;
  readonly smtpUrl: string;
  readonly control: { readonly anbima: AnbimaControl; readonly smtp: SmtpControl };
  close(): Promise<void>;
};

/** Starts the outside world on 127.0.0.1. @throws Error with `code` EADDRINUSE for a taken port */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const seed = options.seed ?? 1;
  const anbima = createAnbimaService({
    clientId: options.clientId ?? sandboxCredentials.clientId,
    clientSecret: options.clientSecret ?? sandboxCredentials.clientSecret,
    clock: options.clock ?? { now: () => new Date() },
    seed,
    switches: options.anbima ?? {},
  });
  const inbox = createInbox(seed);
  const route = createRoutes(anbima, inbox.control, options.notices ?? null);
  const server = createServer((request, response) => void answer(route, request, response));
  server.keepAliveTimeout = 65_000;

  const smtpPort = await inbox.listen(options.smtpPort ?? 0, host);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(options.port ?? 0, host, resolve);
    });
  } catch (error) {
    await inbox.close();
    throw error;
  }
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    smtpUrl: `smtp://${host}:${smtpPort}`,
    control: { anbima: anbima.control, smtp: inbox.control },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await Promise.all([closed, inbox.close()]);
    },
  };
}

const host = "127.0.0.1";

async function answer(
  route: (exchange: Exchange) => Promise<void> | void,
  request: IncomingMessage,
  response: ServerResponse,
) {
  // A client that goes away while a body drips is no error of ours.
  response.on("error", () => undefined);
  const exchange: Exchange = {
    request,
    response,
    url: new URL(request.url ?? "/", "http://sandbox.invalid"),
  };
  try {
    await route(exchange);
  } catch (error) {
    if (response.headersSent) return void response.destroy();
    const status = error instanceof Refusal ? error.status : 500;
    sendJson(exchange, status, { error: error instanceof Refusal ? error.message : "internal error" });
  }
}
