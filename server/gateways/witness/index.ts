import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import type { Witness } from "#server/kernel/ports";

/**
 * The log's Ed25519 key in a file that only its owner reads (made when there is none), and beside it
 * `checkpoints.txt`, to which every signed checkpoint is appended: what the database cannot rewrite.
 */
export function openWitness(keyFile: string): Witness {
  mkdirSync(path.dirname(keyFile), { recursive: true, mode: 0o700 });
  const key = createPrivateKey(readFileSync(ownKey(keyFile)));
  const publicKey = createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);
  const checkpointFile = path.join(path.dirname(keyFile), "checkpoints.txt");
  return {
    signer: { name: "lastro", publicKey, sign: (bytes) => sign(null, bytes, key) },
    async lastNote() {
      return lastNoteOf(readEnd(checkpointFile));
    },
    async publish(note) {
      const file = openSync(checkpointFile, "a", 0o600);
      try {
        appendFileSync(file, `${note}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    },
  };
}

function ownKey(keyFile: string): string {
  const { privateKey } = generateKeyPairSync("ed25519");
  try {
    writeFileSync(keyFile, privateKey.export({ format: "pem", type: "pkcs8" }), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  chmodSync(keyFile, 0o600);
  return keyFile;
}

/** Notes are followed by an empty line each; a last one that a power cut left unfinished does not count. */
function lastNoteOf(text: string): string | null {
  const notes = text.split(/(?<=\n— [^\n]+\n)\n/).filter((note) => note.endsWith("\n"));
  return notes.at(-1) ?? null;
}

/** The last 4 KiB, in which some twenty notes fit; nothing of a file that is not there yet. */
function readEnd(file: string): string {
  let opened: number | undefined;
  try {
    opened = openSync(file, "r");
    const { size } = fstatSync(opened);
    const end = Buffer.alloc(Math.min(size, 4_096));
    readSync(opened, end, 0, end.length, size - end.length);
    return end.toString();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}
