import { generateKeyPairSync, sign } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { signCheckpoint, verifierKeyOf } from "#server/domain/audit/checkpoint";
import {
  appendLeaves,
  emptyFrontier,
  hashLeaf,
  proveInclusion,
  rangeRootOf,
  rootOf,
} from "#server/domain/audit/merkle";
import { checkProof, type Proof } from "./proof-check";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const signer = {
  name: "lastro",
  publicKey: publicKey.export({ format: "der", type: "spki" }).subarray(-32),
  sign: (bytes: Buffer) => sign(null, bytes, privateKey),
};
const { subtle } = globalThis.crypto;

/** The server's own proof of one event among `size`, and the hash that was sealed. */
function proofOf(place: number, size: number): [Proof, string] {
  const texts = Array.from({ length: size }, (_, n) => `{"n":${n},"palavra":"ação"}`);
  const leaves = texts.map((text) => hashLeaf(Buffer.from(text)));
  const root = rootOf(appendLeaves(emptyFrontier, leaves));
  const path = proveInclusion(place, size, rangeRootOf(leaves)).map((step) => step.toString("base64"));
  const checkpoint = signCheckpoint({ origin: "lastro/auditoria", size, root }, signer);
  const key = verifierKeyOf(signer);
  return [{ canonical: texts[place]!, place, size, path, checkpoint, key }, leaves[place]!.toString("hex")];
}

const states = async (proof: Proof, sealed: string, by: SubtleCrypto | null = subtle) =>
  (await checkProof(proof, sealed, by)).map(({ state, why }) => why ?? state);

test("every event of a log of any size matches, step by step", async () => {
  const some = fc.integer({ min: 1, max: 40 }).chain((size) => fc.tuple(fc.nat(size - 1), fc.constant(size)));
  await fc.assert(
    fc.asyncProperty(some, async ([place, size]) => {
      const [proof, sealed] = proofOf(place, size);
      return (await states(proof, sealed)).every((state) => state === "matched");
    }),
    { numRuns: 60 },
  );
});

const [proof, sealed] = proofOf(5, 11);
const other = Buffer.alloc(32, 7);
test.each<[string, Partial<Proof>, string[]]>([
  [
    "a changed byte of the event",
    { canonical: proof.canonical.replace("5", "6") },
    ["differs", "before", "before", "before"],
  ],
  ["another place", { place: 4 }, ["matched", "differs", "before", "before"]],
  [
    "a changed step",
    { path: [other.toString("base64"), ...proof.path.slice(1)] },
    ["matched", "differs", "before", "before"],
  ],
  ["a step too few", { path: proof.path.slice(1) }, ["matched", "differs", "before", "before"]],
  ["a checkpoint of another size", { size: 12 }, ["matched", "differs", "before", "before"]],
  ["a checkpoint that is none", { checkpoint: "x" }, ["matched", "differs", "before", "before"]],
  [
    "another key",
    { key: verifierKeyOf({ name: "lastro", publicKey: other }) },
    ["matched", "matched", "differs", "before"],
  ],
  [
    "a signature of something else",
    {
      checkpoint: signCheckpoint({ origin: "x", size: 11, root: other }, signer).replace(
        /^x\n11\n.*\n/,
        `${proof.checkpoint.split("\n").slice(0, 3).join("\n")}\n`,
      ),
    },
    ["matched", "matched", "matched", "differs"],
  ],
])("%s is found at its step, and nothing is said of those after it", async (_, change, expected) => {
  expect(await states({ ...proof, ...change }, sealed)).toEqual(expected);
});

test("what this browser cannot check is not said to match", async () => {
  expect(await states(proof, sealed, null)).toEqual(Array(4).fill("insecure"));
  const old = { digest: subtle.digest.bind(subtle), importKey: () => Promise.reject(new Error("unknown")) };
  expect(await states(proof, sealed, old as never)).toEqual(["matched", "matched", "matched", "algorithm"]);
});
