import { createHash } from "node:crypto";
import PostalMime from "postal-mime";

/** A mail that was taken. */
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

/** The mails taken, oldest first, within bounds: the oldest go when there are too many. */
export function createMailShelf() {
  let kept: { mail: InboxMail; source: Buffer }[] = [];
  let bytes = 0;
  let seq = 0;

  return {
    async add(
      source: Buffer,
      envelope: { from: string; to: readonly string[] },
      isReplied: boolean,
    ): Promise<void> {
      const parsed = await PostalMime.parse(source);
      seq += 1;
      const mail: InboxMail = {
        seq,
        at: new Date().toISOString(),
        ...envelope,
        subject: parsed.subject ?? "",
        messageId: parsed.messageId ?? null,
        sizeBytes: source.length,
        sha256: createHash("sha256").update(source).digest("hex"),
        isReplied,
      };
      kept.push({ mail, source });
      bytes += source.length;
      while (kept.length > mailsMax || bytes > bytesMax) bytes -= kept.shift()?.source.length ?? bytes;
    },

    mails: (after = 0): readonly InboxMail[] =>
      kept.map((entry) => entry.mail).filter((mail) => mail.seq > after),
    source: (mailSeq: number): Buffer | null =>
      kept.find((entry) => entry.mail.seq === mailSeq)?.source ?? null,

    clear(): void {
      kept = [];
      bytes = 0;
    },
  };
}
