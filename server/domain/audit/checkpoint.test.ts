import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { expect, test } from "vitest";
import { type Checkpoint, readCheckpoint, type Signer, signCheckpoint, verifierKeyOf } from "./checkpoint";

/** Test vector 1 of RFC 8032, 7.1: a key of which every library knows the public half. */
const secret = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
const key = createPrivateKey({
  key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.from(secret, "hex")]),
  format: "der",
  type: "pkcs8",
});
const publicKey = createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);
const signer: Signer = { name: "lastro.exemplo", publicKey, sign: (bytes) => sign(null, bytes, key) };
const isSigned = (bytes: Buffer, signature: Buffer) => verify(null, bytes, createPublicKey(key), signature);
const checkpoint: Checkpoint = { origin: "lastro.exemplo/auditoria", size: 4_711, root: Buffer.alloc(32, 7) };

test("a signed checkpoint is read back, in the form that other logs use", () => {
  const note = signCheckpoint(checkpoint, signer);
  expect(note.split("\n").slice(0, 4)).toEqual([
    "lastro.exemplo/auditoria",
    "4711",
    Buffer.alloc(32, 7).toString("base64"),
    "",
  ]);
  expect(note).toMatch(/\n\n— lastro\.exemplo [A-Za-z0-9+/]{91}=\n$/);
  expect(readCheckpoint(note, signer, isSigned)).toEqual(checkpoint);
  expect(publicKey.toString("hex")).toBe("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  expect(verifierKeyOf(signer)).toMatch(/^lastro\.exemplo\+[0-9a-f]{8}\+AddamAGCsQq31Uv/);
});

test("what was changed, or signed by another key, is no checkpoint", () => {
  const note = signCheckpoint(checkpoint, signer);
  for (let at = 0; at < note.length; at++) {
    const changed = `${note.slice(0, at)}${note[at] === "A" ? "B" : "A"}${note.slice(at + 1)}`;
    expect(readCheckpoint(changed, signer, isSigned)).toBeNull();
  }
  expect(readCheckpoint(note, { ...signer, name: "outro" }, isSigned)).toBeNull();
  expect(readCheckpoint(note, { ...signer, publicKey: Buffer.alloc(32) }, isSigned)).toBeNull();
  expect(readCheckpoint(note.replace("4711", "04711"), signer, isSigned)).toBeNull();
});
