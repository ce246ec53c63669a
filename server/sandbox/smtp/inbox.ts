import { createHash } from "node:crypto";
import PostalMime from "postal-mime";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { z } from "zod";
import { drawChance } from "../draw";

/**
 * `refuse`: 451 before the data, so nothing was taken. `reject`: 550 after the data. `drop`: the mail
 * is taken and the connection lost before the reply, so that the sender cannot know.
 */
export const smtpSwitches = z.strictObject({
  failureRate: z.number().min(0).max(1),
  kind: z.enum(["refuse", "reject", "drop"]),
});
export type SmtpSwitches = z.infer<typeof smtpSwitches>;

export type InboxMail = {
  readonly seq: number;
  readonly at: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly messageId: string | null;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Whether the sender was told that the mail was taken. */
  readonly isReplied: boolean;
};

const mailsMax = 5_000;
const bytesMax = 64 * 1024 * 1024;
const mailBytesMax = 10 * 1024 * 1024;

/** An SMTP server on 127.0.0.1 that keeps what it takes, newest last, within bounds. */
export function createInbox(seed: number) {
  let switches: SmtpSwitches = { failureRate: 0, kind: "refuse" };
  let kept: { mail: InboxMail; source: Buffer }[] = [];
  let seq = 0;
  let calls = 0;

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
      void readAll(stream).then(async (source) => {
        if (stream.sizeExceeded) return done(smtpError(552, "Mensagem grande demais"));
        if (isFailing("reject")) return done(smtpError(550, "Mensagem recusada"));
        const isDropped = isFailing("drop");
        await keep(source, session, !isDropped);
        if (isDropped) dropConnection(session.id);
        else done(null);
      }, done);
    },
  });
  // A client that vanishes is everyday business for an inbox that drops connections itself.
  server.on("error", () => undefined);

  function isFailing(kind: SmtpSwitches["kind"]): boolean {
    return switches.kind === kind && drawChance(switches.failureRate, seed, "smtp", calls);
  }

  async function keep(source: Buffer, session: SMTPServerSession, isReplied: boolean): Promise<void> {
    const parsed = await PostalMime.parse(source);
    const { mailFrom, rcptTo } = session.envelope;
    seq += 1;
    const mail: InboxMail = {
      seq,
      at: new Date().toISOString(),
      from: mailFrom === false || !mailFrom ? "" : mailFrom.address,
      to: rcptTo.map((recipient) => recipient.address),
      subject: parsed.subject ?? "",
      messageId: parsed.messageId ?? null,
      sizeBytes: source.length,
      sha256: createHash("sha256").update(source).digest("hex"),
      isReplied,
    };
    kept.push({ mail, source });
    let bytes = kept.reduce((sum, entry) => sum + entry.source.length, 0);
    while (kept.length > mailsMax || bytes > bytesMax) bytes -= kept.shift()?.source.length ?? 0;
  }

  function dropConnection(sessionId: string): void {
    for (const connection of server.connections) {
      if (connection.session.id === sessionId) connection._socket.destroy();
    }
  }

  return {
    /** @returns the port listened on */
    listen(port: number, host: string): Promise<number> {
      return new Promise((resolve, reject) => {
        server.server.once("error", reject);
        const listener = server.listen(port, host, () => {
          server.server.off("error", reject);
          const address = listener.address();
          resolve(typeof address === "object" && address ? address.port : port);
        });
      });
    },
    close: (): Promise<void> => new Promise((resolve) => server.close(() => resolve())),
    control: {
      get: (): SmtpSwitches => ({ ...switches }),
      /** @throws ZodError */
      set(patch: Partial<SmtpSwitches>): SmtpSwitches {
        switches = { ...switches, ...smtpSwitches.partial().parse(patch) };
        return { ...switches };
      },
      mails: (after = 0): readonly InboxMail[] =>
        kept.map((entry) => entry.mail).filter((mail) => mail.seq > after),
      source: (mailSeq: number): Buffer | null =>
        kept.find((entry) => entry.mail.seq === mailSeq)?.source ?? null,
      clear(): void {
        kept = [];
      },
    },
  };
}
export type SmtpControl = ReturnType<typeof createInbox>["control"];

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
