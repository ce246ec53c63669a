#!/usr/bin/env python3
"""Confere, sem rede e sem o Lastro, um pacote exportado da trilha de auditoria. Só a biblioteca padrão do Python 3.9+.

    python3 verificar.py PASTA [CHECKPOINT_RECEBIDO ...]
    python3 verificar.py PROVA.json [CHECKPOINT_RECEBIDO ...]    (a prova de um só evento)

É a segunda implementação do formato, escrita à parte da de Node: as duas têm de concordar.
Sai com 0 se tudo confere, 1 se não (dizendo o primeiro evento ruim), 2 se não pôde ler.
"""
import base64
import csv
import hashlib
import json
import os
import re
import sys

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def recover_x(y, sign):
    """RFC 8032, 5.1.3."""
    if y >= P:
        return None
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * I % P
    if (x * x - xx) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def decode_point(raw):
    n = int.from_bytes(raw, "little")
    y = n & (2**255 - 1)
    x = recover_x(y, n >> 255)
    return None if x is None else (x, y, 1, x * y % P)


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, p):
    q = (0, 1, 1, 0)
    while n:
        if n & 1:
            q = add(q, p)
        p = add(p, p)
        n >>= 1
    return q


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover_x(BASE_Y, 0), BASE_Y, 1, recover_x(BASE_Y, 0) * BASE_Y % P)


def is_signed(key, message, signature):
    """Ed25519, RFC 8032, 5.1.7."""
    if len(signature) != 64:
        return False
    a, r = decode_point(key), decode_point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


class Pack:
    def __init__(self, folder):
        self.folder = folder
        self.problems = []
        self.manifest = json.loads(self.text("manifesto.json"))
        if self.manifest["formato"] != "lastro-trilha/1":
            raise ValueError("o formato não é lastro-trilha/1")
        self.partial = self.manifest["parcial"]
        self.money = {}

    def path(self, name):
        return os.path.join(self.folder, name)

    def text(self, name):
        with open(self.path(name), encoding="utf-8", newline="") as file:
            return file.read()

    def bad(self, what, seq=None):
        self.problems.append(what if seq is None else f"evento #{seq}: {what}")

    def check_files(self):
        for name, told in self.manifest["arquivos"].items():
            digest = hashlib.sha256()
            try:
                with open(self.path(os.path.basename(name)), "rb") as file:
                    for block in iter(lambda: file.read(1 << 20), b""):
                        digest.update(block)
            except FileNotFoundError:
                self.bad(f"falta o arquivo {name}")
                continue
            if digest.hexdigest() != told["sha256"]:
                self.bad(f"{name} não é o arquivo que o manifesto descreve")

    def read_key(self, line=None):
        name, told, encoded = (line or self.text("chave.pub")).strip().split("+", 2)
        typed = base64.b64decode(encoded)
        if len(typed) != 33 or typed[0] != 1 or sha(f"{name}\n".encode(), typed)[:4].hex() != told:
            raise ValueError("a chave não é Ed25519, ou não é a que o seu nome diz")
        return name, bytes.fromhex(told), typed[1:]

    def read_notes(self, text, key):
        notes = []
        pattern = r"((?:[^\n]+)\n(0|[1-9]\d*)\n([A-Za-z0-9+/]{43}=)\n)\n— (\S+) (\S+)\n"
        for body, size, root, signer, encoded in re.findall(pattern, text):
            raw = base64.b64decode(encoded)
            if signer != key[0] or raw[:4] != key[1] or not is_signed(key[2], body.encode(), raw[4:]):
                self.bad(f"o checkpoint de {size} eventos não tem assinatura válida desta chave")
            notes.append((int(size), base64.b64decode(root)))
        return sorted(notes)

    def lines(self, name):
        with open(self.path(name), encoding="utf-8", newline="\n") as file:
            for line in file:
                yield json.loads(line)

    def check_events(self, kept, received):
        if not kept:
            return self.bad("não há checkpoint assinado")
        newest = kept[-1]
        if newest[0] != self.manifest["tamanho"]:
            self.bad("o manifesto e o último checkpoint dizem tamanhos diferentes")
        due = sorted(kept + received)
        roots, size, before = [], 0, -1
        for line in self.lines("eventos.ndjson"):
            seq, canonical = line["seq"], line["canonical"].encode()
            leaf = sha(b"\0", canonical)
            if self.partial:
                if seq <= before:
                    self.bad("os eventos não estão em ordem", seq)
                before = seq
                if root_of_path(leaf, seq, newest[0], [base64.b64decode(p) for p in line["caminho"]]) != newest[1]:
                    self.bad("a prova não leva à raiz assinada", seq)
            else:
                if seq != size:
                    return self.bad(f"esperava-se o evento #{size}", seq)
                due = self.compare(due, size, roots)
                rest = size
                while rest & 1:
                    leaf, rest = sha(b"\1", roots.pop(), leaf), rest >> 1
                roots.append(leaf)
                size += 1
            self.remember(seq, line["canonical"])
        if not self.partial:
            due = self.compare(due, size, roots)
            if due:
                self.bad(f"falta o fim: um checkpoint cobre {due[0][0]} eventos, há {size}", size)
            if size != newest[0]:
                self.bad(f"há {size} eventos, o último checkpoint cobre {newest[0]}", min(size, newest[0]))
        elif any(root != newest[1] for told, root in received if told == newest[0]):
            self.bad("o checkpoint recebido à parte diz outra raiz")

    def compare(self, due, size, roots):
        while due and due[0][0] == size:
            root = None
            for left in reversed(roots):
                root = left if root is None else sha(b"\1", left, root)
            if (sha(b"") if root is None else root) != due[0][1]:
                self.bad(f"os primeiros {size} eventos não dão a raiz de um checkpoint", size - 1)
            due = due[1:]
        return due

    def remember(self, seq, canonical):
        event = json.loads(canonical)
        if isinstance(event.get("postings"), str):
            self.money[event["id"]] = (seq, event["postings"], event["action"], event["subject"]["id"])

    def check_money(self):
        seen, executed, balances, order = set(), {}, {}, {}
        for line in self.lines("lancamentos.ndjson"):
            told = self.money.get(line["evento"])
            if told is None:
                self.bad(f"há lançamentos do evento {line['evento']}, que não está no pacote ou não moveu dinheiro")
                continue
            seq, digest, action, subject = told
            if line["evento"] in seen:
                self.bad("os seus lançamentos vêm duas vezes", seq)
            seen.add(line["evento"])
            if hashlib.sha256(line["canonical"].encode()).hexdigest() != digest:
                self.bad("os lançamentos não são os que o evento prende", seq)
            if action == "operation.execute":
                if subject in executed:
                    self.bad(f"a operação já fora executada no evento #{executed[subject]}", seq)
                executed[subject] = seq
            postings = json.loads(line["canonical"])
            if sum(p["amount"] for p in postings):
                self.bad("as partidas não somam zero", seq)
            for p in postings:
                if not self.partial:
                    if p["seq"] < order.get(line["fundo"], 0):
                        self.bad("os lançamentos do fundo não estão em ordem", seq)
                    order[line["fundo"]] = p["seq"]
                    if balances.get(p["account"], 0) + p["amount"] != p["after"]:
                        self.bad(f"o saldo da conta {p['account']} não continua o anterior", seq)
                balances[p["account"]] = p["after"]
        for event, (seq, *_) in self.money.items():
            if event not in seen:
                self.bad("faltam os seus lançamentos", seq)
        if not self.partial:
            told = {row["conta_id"]: int(row["saldo_centavos"]) for row in csv.DictReader(self.text("saldos.csv").splitlines(), delimiter=";")}
            for account in {*told, *balances}:
                if told.get(account, 0) != balances.get(account, 0) or account not in told:
                    self.bad(f"saldos.csv e os lançamentos dizem saldos diferentes da conta {account}")


def root_of_path(leaf, index, size, path):
    """RFC 9162, 2.1.3.2."""
    if not 0 <= index < size:
        return None
    root, at, last = leaf, index, size - 1
    for step in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            root = sha(b"\1", step, root)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            root = sha(b"\1", root, step)
        at, last = at >> 1, last >> 1
    return root if last == 0 else None


def check_proof(name, received):
    proof = json.loads(open(name, encoding="utf-8").read())
    if proof["formato"] != "lastro-prova/1":
        raise ValueError("o formato não é lastro-prova/1")
    pack = Pack.__new__(Pack)
    pack.problems = []
    key = pack.read_key(proof["chave"])
    (size, root), = pack.read_notes(proof["checkpoint"], key)
    seq, canonical = proof["evento"]["seq"], proof["evento"]["canonical"]
    path = [base64.b64decode(step) for step in proof["evento"]["caminho"]]
    if root_of_path(sha(b"\0", canonical.encode()), seq, size, path) != root:
        pack.bad("a prova não leva à raiz assinada", seq)
    told = json.loads(canonical)["postings"]
    if told and hashlib.sha256((proof["lancamentos"] or "").encode()).hexdigest() != told:
        pack.bad("os lançamentos não são os que o evento prende", seq)
    for other in received:
        if any(r != root for s, r in pack.read_notes(open(other, encoding="utf-8").read(), key) if s == size):
            pack.bad("o checkpoint recebido à parte diz outra raiz", seq)
    return pack.problems, f"o evento #{seq} está no registro cuja raiz de {size} eventos esta chave assinou"


def check_pack(folder, received):
    pack = Pack(folder)
    pack.check_files()
    key = pack.read_key()
    kept = pack.read_notes(pack.text("checkpoints.txt"), key)
    given = [note for name in received for note in pack.read_notes(open(name, encoding="utf-8").read(), key)]
    pack.check_events(kept, given)
    pack.check_money()
    return pack.problems, f"{pack.manifest['eventos']} eventos e {pack.manifest['lancamentos']} lançamentos conferem"


def main(what, *received):
    problems, said = (check_proof if os.path.isfile(what) else check_pack)(what, received)
    for problem in problems[:20]:
        print(f"✗ {problem}")
    print("NÃO confere." if problems else f"✓ {said}")
    return 1 if problems else 0


if __name__ == "__main__":
    try:
        if len(sys.argv) < 2:
            raise ValueError("diga o que conferir: python3 verificar.py PASTA ou PROVA.json")
        sys.exit(main(*sys.argv[1:]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"não pôde conferir: {error}", file=sys.stderr)
        sys.exit(2)
