import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
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
  const publicKey = bytesOf(createPublicKey(key));
  const checkpointFile = path.join(path.dirname(keyFile), "checkpoints.txt");
  return {
    signer: { name: "lastro", publicKey, sign: (bytes) => sign(null, bytes, key) },
    async lastNote() {
      return readNotes(readEnd(checkpointFile)).at(-1) ?? null;
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

/** The 32 bytes of the public half of a key in PEM, be it private or public. */
export function readPublicKey(pem: string): Buffer {
  return bytesOf(createPublicKey(pem));
}

function bytesOf(key: KeyObject): Buffer {
  return key.export({ format: "der", type: "spki" }).subarray(-32);
}

/** Signed notes, each followed by an empty line; a last one that a power cut left unfinished is none. */
export function readNotes(text: string): string[] {
  return text.split(/(?<=\n— [^\n]+\n)\n/).filter((note) => note.endsWith("\n"));
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
