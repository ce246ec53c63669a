import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { z } from "zod";
import { drawChance } from "../draw";
import { createMailShelf } from "./mail-shelf";

/**
 * `refuse`: 451 before the data, so nothing was taken. `reject`: 550 after the data. `drop`: the mail
 * is taken and the connection lost before the reply, so that the sender cannot know.
 */
export const smtpSwitches = z.strictObject({
  failureRate: z.number().min(0).max(1),
  kind: z.enum(["refuse", "reject", "drop"]),
});
export type SmtpSwitches = z.infer<typeof smtpSwitches>;

const mailBytesMax = 10 * 1024 * 1024;

/** An SMTP server on 127.0.0.1 that takes any mail and shows it. */
export function createInbox(seed: number) {
  let switches: SmtpSwitches = { failureRate: 0, kind: "refuse" };
  let calls = 0;
  const shelf = createMailShelf();

  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    size: mailBytesMax,
    logger: false,
    closeTimeout: 500,
    onMailFrom(_address, _session, done) {
      calls += 1;
      done(isFailing("refuse") ? smtpError(451, "Tente de novo mais tarde") : null);
    },
    onData(stream, session, done) {
      takeMail(stream, session).then((error) => {
        if (error === "drop") dropConnection(session.id);
        else done(error);
      }, done);
    },
  });
  // A client that vanishes is everyday business for an inbox that drops connections itself.
  server.on("error", () => undefined);

  async function takeMail(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
  ): Promise<Error | null | "drop"> {
    const source = await readAll(stream);
    if (stream.sizeExceeded) return smtpError(552, "Mensagem grande demais");
    if (isFailing("reject")) return smtpError(550, "Mensagem recusada");
    const isDropped = isFailing("drop");
    const { mailFrom, rcptTo } = session.envelope;
    const from = mailFrom ? mailFrom.address : "";
    await shelf.add(source, { from, to: rcptTo.map((recipient) => recipient.address) }, !isDropped);
    return isDropped ? "drop" : null;
  }

  function isFailing(kind: SmtpSwitches["kind"]): boolean {
    return switches.kind === kind && drawChance(switches.failureRate, seed, "smtp", calls);
  }

  function dropConnection(sessionId: string): void {
    for (const connection of server.connections) {
      if (connection.session.id === sessionId) connection._socket.destroy();
    }
  }

  const control = {
    get: (): SmtpSwitches => ({ ...switches }),
    /** @throws ZodError */
    set(patch: Partial<SmtpSwitches>): SmtpSwitches {
      switches = { ...switches, ...smtpSwitches.partial().parse(patch) };
      return { ...switches };
    },
    mails: shelf.mails,
    source: shelf.source,
    clear: shelf.clear,
  };
  return {
    listen: (port: number, host: string) => listen(server, port, host),
    close: (): Promise<void> => new Promise((resolve) => server.close(() => resolve())),
    control,
  };
}
export type SmtpControl = ReturnType<typeof createInbox>["control"];

/** @returns the port listened on */
function listen(server: SMTPServer, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.server.once("error", reject);
    const listener = server.listen(port, host, () => {
      server.server.off("error", reject);
      const address = listener.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += (chunk as Buffer).length;
    if (size <= mailBytesMax) chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
