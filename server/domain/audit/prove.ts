import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { readInclusion } from "./blocks";
import { verifierKeyOf } from "./checkpoint";
import { postingsOf } from "./export-log";
import { recordEvents } from "./record";

export const proofFormat = "lastro-prova/1";

export type Proof = {
  /** The exact text whose bytes were sealed. */
  canonical: string;
  place: number;
  /** Events under the signed root. */
  size: number;
  /** What leads from the event to that root, each 32 bytes in base64, lowest first. */
  path: string[];
  /** The signed checkpoint, as it left the machine. */
  checkpoint: string;
  /** The line by which others know the key: `<name>+<hash>+<key>`. */
  key: string;
};

/**
 * What shows that one event is in the sealed log, for whoever computes it again.
 * @throws `audit.not_found` also for an event out of scope, `audit.not_sealed` before a checkpoint covers it
 */
export async function readProof(tx: Tx, eventId: string): Promise<Proof> {
  return (await readSealed(tx, eventId)).proof;
}

type Sealed = { proof: Proof; event: { seq: bigint; canonical: Buffer; fundId: string | null } };

async function readSealed(tx: Tx, eventId: string): Promise<Sealed> {
  const [event] = await tx.sql<{ seq: bigint | null; canonical: Buffer; fundId: string | null }>(
    `select l.seq, e.canonical, e.fund_id as "fundId" from audit_event e left join audit_leaf l on l.event_id = e.id where e.id = $1`,
    [eventId],
  );
  if (!event) throw new DomainError("audit.not_found");
  const [signed] = await tx.sql<{ size: bigint; note: string; publicKey: Buffer | null }>(
    `select c.size, c.note, s.public_key as "publicKey" from audit_checkpoint c cross join audit_sealer s order by c.size desc limit 1`,
  );
  if (event.seq === null || !signed?.publicKey || signed.size <= event.seq)
    throw new DomainError("audit.not_sealed");
  const place = Number(event.seq);
  const path = await readInclusion(tx, place, Number(signed.size));
  const { seq, canonical, fundId } = event;
  return {
    event: { seq, canonical, fundId },
    proof: {
      canonical: canonical.toString("utf8"),
      place,
      size: Number(signed.size),
      path: path.map((step) => step.toString("base64")),
      checkpoint: signed.note,
      key: verifierKeyOf({ name: "lastro", publicKey: signed.publicKey }),
    },
  };
}

/**
 * Everything that an outsider needs to check one event by themselves: its exact bytes, the postings that
 * they bind, the way to the signed root, the checkpoint and the key. Taking it is an event.
 * @throws as {@link readProof}
 */
export async function proveEvent(tx: Tx, eventId: string) {
  const { proof, event } = await readSealed(tx, eventId);
  const { canonical, place, size, path, checkpoint, key } = proof;
  const [postings] = await postingsOf(tx, [event], new Map());
  await recordEvents(tx, [
    {
      action: "audit.prove",
      subjectType: "audit_event",
      subjectId: eventId,
      fundId: event.fundId,
      after: { place, size },
    },
  ]);
  return {
    formato: proofFormat,
    geradoEm: tx.at.toISOString(),
    tamanho: size,
    evento: {
      seq: place,
      canonical,
      caminho: path,
    },
    lancamentos: postings?.canonical ?? null,
    checkpoint,
    chave: key,
    comoConferir: [
      "Guarde este arquivo e um dos conferidores, que vêm em qualquer pacote exportado e em /api/auditoria/conferidores/verificar.mjs (ou .py).",
      "Com Node 20 ou mais novo, sem rede e sem o Lastro: node verificar.mjs ARQUIVO.json",
      "Ou com Python 3.9 ou mais novo, só a biblioteca padrão: python3 verificar.py ARQUIVO.json",
      "Prova: este evento, com estes bytes, está nesta posição do registro cuja raiz a chave assinou. Não prova que nada falta depois do último checkpoint.",
      "Prova mais com o que veio por outro caminho: --chave ARQUIVO (a chave que você já tinha) e --checkpoint ARQUIVO (um checkpoint recebido por correio, do mesmo tamanho).",
    ],
  };
}
