import type { Tx } from "#server/kernel/context";
import type { Storage } from "#server/kernel/ports";
import { findLayout, type Layout } from "./layouts";
import { type HeadOptions, readOpening } from "./model/head";
import { headerFingerprint } from "./model/header";
import { isFileRefusal } from "./model/problems";
import { type Reading, withLayout } from "./model/reading";

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

/** The first bytes of a stored file. */
export async function readStart(storage: Storage, key: string, bytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of storage.read(key, { start: 0, end: bytes })) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
