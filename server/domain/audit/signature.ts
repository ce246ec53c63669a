import { createPublicKey, verify } from "node:crypto";

const spkiPrefix = Buffer.from("302a300506032b6570032100", "hex");

/** Checks Ed25519 signatures of one key, given as its 32 bytes. */
export function isSignedBy(publicKey: Buffer): (bytes: Buffer, signature: Buffer) => boolean {
  const der = Buffer.concat([spkiPrefix, publicKey]);
  const key = createPublicKey({ key: der, format: "der", type: "spki" });
  return (bytes, signature) => verify(null, bytes, key, signature);
}
