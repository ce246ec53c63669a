import type { Tx } from "#server/kernel/context";
import type { Storage } from "#server/kernel/ports";
import { findLayout, type Layout } from "./layouts";
import { ownNames } from "./model/correction";
import { type FileFormat, type HeadOptions, readOpening } from "./model/head";
import { type ColumnKey, headerFingerprint } from "./model/header";
import { isFileRefusal } from "./model/problems";
import { type LayoutReading, layoutOf, type Reading, withLayout } from "./model/reading";

/** How a file's head is read: the person's choices over what is remembered of its header. */
export async function headOptions(
  tx: Tx,
  head: Uint8Array,
  input: { fundId: string | null; reading: Reading; isInteractive: boolean },
): Promise<{ options: HeadOptions; layout: Layout | null }> {
  const { fundId, reading, isInteractive } = input;
  const options = { fundIsGiven: fundId !== null, reading, isInteractive };
  const opening = readOpening(head, options);
  const layout = isFileRefusal(opening)
    ? null
    : await findLayout(tx, { fundId, fingerprint: headerFingerprint(opening.fields) });
  const merged = withLayout(reading, layout?.reading ?? null);
  return { options: { ...options, reading: merged }, layout };
}

/**
 * A correction of few lines would be read by its own few numbers: it is read as the file that it
 * corrects, unless a person says otherwise or the columns are others.
 */
export function inheritFormat(format: FileFormat, parent: FileFormat | null, reading: Reading): FileFormat {
  if (!parent || ownNames(parent.header.names).join("|") !== ownNames(format.header.names).join("|"))
    return format;
  return {
    ...format,
    ...(reading.decimal ? {} : { decimals: parent.decimals }),
    ...(reading.dateOrder || !parent.dateOrder ? {} : { dateOrder: parent.dateOrder }),
  };
}

/**
 * What a correction takes over of how its parent was read, whoever said so: a person then, or what was
 * remembered of the header, which the correction's own header, with its key, is not.
 */
export function inheritReading(
  reading: Reading,
  parent: { reading: Reading; format: FileFormat | null } | null,
): Reading {
  if (!parent) return reading;
  const said = withLayout(reading, layoutOf(parent.reading));
  return parent.format ? withLayout(said, meaningsOf(parent.format)) : said;
}

function meaningsOf({ header, values }: FileFormat): LayoutReading {
  const keys = new Map(Object.entries(header.columns).map(([key, index]) => [index, key as ColumnKey]));
  const columns = Object.fromEntries(
    header.names.map((name, index) => [name, keys.get(index) ?? ("ignore" as const)]),
  );
  return { columns, ...(values ? { values } : {}) };
}

/** The first bytes of a stored file. */
export async function readStart(storage: Storage, key: string, bytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of storage.read(key, { start: 0, end: bytes })) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
