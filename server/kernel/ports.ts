import type { Readable } from "node:stream";

/** The outside world as verbs see it. Implemented in `server/gateways`, faked in tests at this line. */
export type Ports = {
  readonly priceSource: PriceSource;
  readonly mailer: Mailer;
  readonly storage: Storage;
  readonly spreadsheets: Spreadsheets;
  readonly vault: Vault;
  /** Where people reach this installation, without a slash at the end: what links in mails begin with. */
  readonly siteUrl: string;
  /** Days after which a file that nobody confirmed is discarded. */
  readonly unconfirmedDays: number;
};

/** Secrets at rest. What is sealed for one purpose opens for no other. */
export type Vault = {
  seal(plain: string, purpose: string): Uint8Array;
  /** null: damaged, sealed for another purpose, or with another key. */
  open(sealed: Uint8Array, purpose: string): string | null;
};

/** Spreadsheets are foreign programs' files: whoever opens them does it apart, within limits. */
export type Spreadsheets = {
  /**
   * One sheet as CSV in UTF-8, separated by semicolons; the first one when none is named. Of a ZIP the one
   * file in it: a sheet of it in the same way, or its text as it is.
   * @throws DomainError `spreadsheet.refused` (details.refusal; details.isWorkbook: of a spreadsheet in a
   * ZIP; details.files, details.count: what a ZIP holds that is not one file of ours), also while the body
   * is read
   */
  toText(file: Readable, sheet: string | null): Promise<SheetText>;
};

export type SheetText = {
  /** null: the text of a ZIP, which has none. */
  readonly sheets: readonly string[] | null;
  readonly body: AsyncIterable<Uint8Array>;
};

export const assetClasses = ["fidc", "cri-cra", "debentures", "titulos-publicos"] as const;
export type AssetClass = (typeof assetClasses)[number];

/** ANBIMA Feed, secondary market prices. One call answers a whole class for one day. */
export type PriceSource = {
  readonly name: string;
  /**
   * @param priceOn calendar day `YYYY-MM-DD`
   * @throws DomainError of kind `unavailable` when no usable answer came (transport, 5xx, 429,
   * malformed body), `anbima.forbidden` when the credential is refused.
   */
  fetchPrices(assetClass: AssetClass, priceOn: string): Promise<PriceAnswer>;
};

export type PriceAnswer = {
  readonly outcome: "LIST" | "EMPTY";
  readonly httpStatus: number;
  readonly bodySha256: Uint8Array;
  readonly bodyBytes: number;
  readonly askedAt: Date;
  readonly answeredAt: Date;
  /** Calls made, quick retries included. */
  readonly calls: number;
  readonly rows: readonly PriceRow[];
};

/** One row of the day's list, translated; numbers stay decimal strings exactly as served. */
export type PriceRow = {
  readonly assetCode: string;
  readonly isin: string | null;
  readonly maturityOn: string | null;
  readonly referenceOn: string | null;
  /** null: the field is absent. A value that is no positive decimal is kept in `unitPriceText`. */
  readonly unitPrice: string | null;
  readonly unitPriceText: string | null;
  readonly bidRate: string | null;
  readonly askRate: string | null;
  readonly indicativeRate: string | null;
  readonly standardDeviation: string | null;
  readonly bandMin: string | null;
  readonly bandMax: string | null;
  /** The row as served, JSON text with its numbers untouched. */
  readonly raw: string;
};

export type Mailer = {
  /** @returns the message id given by the server. Rejects when the server did not take it. */
  send(message: {
    messageId: string;
    to: string;
    subject: string;
    text: string;
    html: string;
  }): Promise<void>;
};

/** Files by key; keys are made by us, never taken from a file name. */
export type Storage = {
  size(key: string): Promise<number>;
  /** Bytes `[start, end)`. */
  read(key: string, range?: { start: number; end: number }): Readable;
  /** @throws DomainError `storage.too_large` past `limitBytes`; nothing is left behind on failure. */
  write(key: string, body: AsyncIterable<Uint8Array>, limitBytes: number): Promise<{ sizeBytes: number }>;
  remove(key: string): Promise<void>;
};

/** What stands outside the database for the audit log: its key, and where signed checkpoints go. */
export type Witness = {
  readonly signer: {
    readonly name: string;
    /** 32 bytes of Ed25519. */
    readonly publicKey: Buffer;
    sign(bytes: Buffer): Buffer;
  };
  /** The newest checkpoint that was published; null before the first. */
  lastNote(): Promise<string | null>;
  /** Resolves once the note cannot be lost with the process. */
  publish(note: string): Promise<void>;
};
