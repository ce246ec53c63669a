import { Readable } from "node:stream";
import MailComposer from "nodemailer/lib/mail-composer/index.js";
import SMTPConnection from "nodemailer/lib/smtp-connection/index.js";
import { DomainError } from "#server/kernel/errors";
import type { Mailer } from "#server/kernel/ports";

export type MailerOptions = {
  /** `smtp://[user:password@]host[:port]`, or `smtps://` for TLS from the first byte. */
  readonly url: string;
  /** `Name <address>`. */
  readonly from: string;
  /** Of silence; the whole exchange may take six times as long. */
  readonly timeoutMs?: number;
};

/**
 * Mail over SMTP. What the server surely did not take throws `mail.not_sent` (`details.isPermanent`
 * tells a 5xx reply) and may be sent again. When the connection is lost after the last byte and before
 * the reply nobody knows: `mail.unknown`, for which a second mail must be somebody's decision.
 */
export function createMailer({ url, from, timeoutMs = 10_000 }: MailerOptions): Mailer {
  const server = serverOf(url);
  return {
    async send({ messageId, to, subject, text, html }) {
      if (!isPlainAddress(to)) throw new DomainError("input.invalid", { field: "to" });
      const mail = new MailComposer({
        from,
        to: { name: "", address: to },
        subject,
        text,
        html,
        messageId,
        disableFileAccess: true,
        disableUrlAccess: true,
      }).compile();
      const sender = mail.getEnvelope().from;
      if (sender === false) throw new DomainError("input.invalid", { field: "from" });
      const source = await mail.build();
      await deliver({ server, timeoutMs, envelope: { from: sender, to: [to] }, source });
    },
  };
}

type Server = { options: SMTPConnection.Options; auth: { user: string; pass: string } | null };
type Delivery = {
  server: Server;
  timeoutMs: number;
  envelope: { from: string; to: string[] };
  source: Buffer;
};

function deliver({ server, timeoutMs, envelope, source }: Delivery): Promise<void> {
  const connection = new SMTPConnection({
    ...server.options,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    logger: false,
  });
  const body = watchedBody(source);
  return new Promise<void>((resolve, reject) => {
    const fail = (error: unknown): void => {
      clearTimeout(deadline);
      connection.close();
      reject(failureOf(error, body.isHandedOver()));
    };
    const deadline = setTimeout(() => fail({ code: "ETIMEDOUT" }), 6 * timeoutMs);
    const send = (): void =>
      connection.send(envelope, body.stream, (error) => {
        if (error) return fail(error);
        clearTimeout(deadline);
        connection.quit();
        resolve();
      });
    connection.on("error", fail);
    connection.connect((error) => {
      if (error) return fail(error);
      if (!server.auth) return send();
      connection.login({ credentials: server.auth }, (refused) => (refused ? fail(refused) : send()));
    });
  });
}

/** The mail as a stream that knows whether its end was taken: the final dot follows no earlier. */
function watchedBody(source: Buffer): { stream: Readable; isHandedOver: () => boolean } {
  let isRead = false;
  const stream = new Readable({
    read() {
      this.push(source);
      this.push(null);
      isRead = true;
    },
  });
  return { stream, isHandedOver: () => isRead };
}

/** A reply of the server is an answer, however late; only silence after the last byte leaves doubt. */
function failureOf(error: unknown, isHandedOver: boolean): DomainError {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const reply = typeof responseCode === "number" ? responseCode : null;
  // Messages and replies quote addresses, so that the codes alone go on.
  const details = { smtpCode: reply, cause: typeof code === "string" ? code : null };
  if (reply === null && isHandedOver) return new DomainError("mail.unknown", details);
  return new DomainError("mail.not_sent", { ...details, isPermanent: reply !== null && reply >= 500 });
}

function serverOf(smtpUrl: string): Server {
  const url = new URL(smtpUrl);
  if (url.protocol !== "smtp:" && url.protocol !== "smtps:")
    throw new TypeError("SMTP_URL must be smtp or smtps");
  const secure = url.protocol === "smtps:";
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const port = url.port === "" ? (secure ? 465 : 587) : Number(url.port);
  const user = decodeURIComponent(url.username);
  return {
    // A password never travels in clear text: with one, STARTTLS is required.
    options: { host, port, secure, requireTLS: !secure && user !== "" },
    auth: user === "" ? null : { user, pass: decodeURIComponent(url.password) },
  };
}

/** One address and nothing else: no list, name, quote, comment or line break gets into a header. */
function isPlainAddress(text: string): boolean {
  return text.length <= 254 && /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(text);
}
