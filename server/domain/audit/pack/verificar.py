#!/usr/bin/env python3
"""Confere, sem rede e sem o Lastro, um pacote exportado da trilha de auditoria. Só a biblioteca padrão do Python 3.9+.

    python3 verificar.py PASTA [--checkpoint ARQUIVO] [--chave ARQUIVO]
    python3 verificar.py PROVA.json [...]: a prova de um só evento

É a segunda implementação do formato, escrita à parte da de Node: as duas têm de concordar.
Sai com 0 se tudo confere, 1 se não (dizendo o primeiro evento ruim), 2 se não pôde ler; então diz qual arquivo,
e que linha dele, não está na forma em que o Lastro escreve: é a única que se aceita.
"""
import base64
import hashlib
import json
import os
import re
import stat
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


class Unreadable(Exception):
    """O que não está na forma em que o Lastro escreve."""


def refuse(text):
    raise Unreadable(text)


def read_text(name):
    with open(plain_file(name), "rb") as file:
        try:
            return file.read().decode("utf-8")
        except UnicodeDecodeError:
            refuse(f"{os.path.basename(name)} não é UTF-8")


def plain_file(name):
    """Um atalho ou uma fila no lugar de um arquivo leria outra coisa, ou para sempre."""
    if not os.path.lexists(name):
        refuse(f"falta o arquivo {os.path.basename(name)}")
    if not stat.S_ISREG(os.lstat(name).st_mode):
        refuse(f"{os.path.basename(name)} não é um arquivo comum")
    return name


DEEPEST = 64
SAFE = 2**53 - 1


def is_deep(text):
    if text.count("[") + text.count("{") <= DEEPEST:
        return False
    depth = 0
    for mark in re.findall(r'"(?:[^"\\]+|\\.)*"?|[\[{}\]]', text, re.S):
        depth += 1 if mark in "[{" else -1 if mark in "]}" else 0
        if depth > DEEPEST:
            return True
    return False


def no_number(_):
    raise ValueError("só inteiros")


def dump(value, indent=None):
    return json.dumps(value, ensure_ascii=False, indent=indent, separators=(",", ":" if indent is None else ": "))


def exact_json(text, name):
    """JSON de um documento inteiro: sem chave repetida, sem fração, sem metade de um caractere, sem nada em volta."""
    body = text[:-1] if text.endswith("\n") else text
    try:
        if is_deep(body) or re.search(r'"[0-9]+":', body):
            raise ValueError
        value = json.loads(body, parse_float=no_number, parse_constant=no_number, parse_int=exact_int)
        if body not in (dump(value), dump(value, 2)):
            raise ValueError
        return value
    except ValueError:
        refuse(f"{name} não é JSON na forma exata")


def exact_int(text):
    number = int(text) if len(text) < 18 else SAFE + 1
    return number if abs(number) <= SAFE else no_number(text)


def is_count(value):
    return type(value) is int and 0 <= value <= SAFE


def has_keys(value, names):
    return isinstance(value, dict) and sorted(value) == sorted(names)


def bytes_of(text, length):
    """Base64 de exatamente tantos bytes, ou nulo."""
    if not isinstance(text, str) or not re.fullmatch(r"[A-Za-z0-9+/]+={0,2}", text):
        return None
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return raw if len(raw) == length and base64.b64encode(raw).decode() == text else None


def read_key(text):
    """nome+hash+base64(tipo, 32 bytes): a forma em que registros de transparência escrevem chaves."""
    match = re.fullmatch(r"([^+ \n]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})\n?", text)
    typed = match and bytes_of(match[3], 33)
    if not typed or typed[0] != 1:
        refuse("a chave não é Ed25519")
    if sha(f"{match[1]}\n".encode(), typed)[:4].hex() != match[2]:
        refuse("a chave não é a que o seu nome diz")
    return match[1], bytes.fromhex(match[2]), typed[1:]


NOTE = re.compile(r"(([^\n]+)\n(0|[1-9][0-9]{0,14})\n([A-Za-z0-9+/]{43}=)\n)\n— ([^ \n]+) ([A-Za-z0-9+/]{91}=)\n+")


def lines_of(name):
    """Cada linha com o seu número; a última também termina."""
    base = os.path.basename(name)
    with open(plain_file(name), "rb") as file:
        number = 0
        while line := file.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                refuse(f"a linha {number} de {base} é grande demais")
            if not line.endswith(b"\n"):
                refuse(f"a linha {number} de {base} não está na forma exata")
            yield number, line[:-1]


LONGEST_LINE = 16 * 1024 * 1024


def records_of(name, is_record, names):
    """Os objetos de um arquivo, um por linha, com essas chaves nessa ordem."""
    for number, line in lines_of(name):
        try:
            text = line.decode("utf-8")
            record = json.loads(text, parse_float=no_number, parse_constant=no_number, parse_int=exact_int)
            if not isinstance(record, dict) or list(record) != names or not is_record(record) or dump(record) != text:
                raise ValueError
        except (ValueError, RecursionError):
            refuse(f"a linha {number} de {os.path.basename(name)} não está na forma exata")
        yield record


def is_text(value):
    return isinstance(value, str) and not re.search("[\ud800-\udfff]", value)


def read_event(canonical, problems, seq):
    """O que um evento diz do dinheiro, ou nulo se os seus bytes não são os de um evento."""
    try:
        if is_deep(canonical):
            raise ValueError
        event = json.loads(canonical, parse_constant=no_number, parse_int=lambda _: 0, parse_float=lambda _: 0)
        if not isinstance(event, dict):
            raise ValueError
        subject = event.get("subject")
        told = {**{name: event.get(name) for name in ("postings", "id", "action", "fund")}, "subject": subject.get("id") if isinstance(subject, dict) else None}
        if isinstance(told["postings"], str) and not all(isinstance(told[name], str) for name in ("id", "action", "subject")):
            raise ValueError
        return told
    except ValueError:
        problems.bad("os bytes do evento não são os de um evento", seq)
        return None


INTEGER = "(0|-?[1-9][0-9]{0,18})"
POSTING = rf'\{{"account":"([0-9a-f-]{{36}})","after":{INTEGER},"amount":{INTEGER},"seq":{INTEGER}\}}'
ENTRY = re.compile(rf"\[(?:{POSTING}(?:,{POSTING})*)?\]")


def read_entry(canonical):
    """As partidas de um lançamento, na sua única forma, ou nulo."""
    if not ENTRY.fullmatch(canonical):
        return None
    return [(account, *map(int, numbers)) for account, *numbers in re.findall(POSTING, canonical)]


class Problems:
    def __init__(self):
        self.texts = []

    def bad(self, what, seq=None):
        self.texts.append(what if seq is None else f"evento #{seq}: {what}")

    def read_notes(self, name, text, key):
        notes, at = [], 0
        while at < len(text):
            match = NOTE.match(text, at)
            if not match:
                refuse(f"o {len(notes) + 1}º checkpoint de {name} é ilegível")
            body, origin, size, encoded_root, signer, encoded = match.groups()
            root, signature = bytes_of(encoded_root, 32), bytes_of(encoded, 68)
            if not (
                root is not None
                and signature is not None
                and origin == "lastro/auditoria"
                and signer == key[0]
                and signature[:4] == key[1]
                and is_signed(key[2], body.encode(), signature[4:])
            ):
                self.bad(f"o checkpoint de {size} eventos não tem assinatura válida desta chave")
            notes.append((int(size), root or bytes(32)))
            at = match.end()
        return notes

    def read_received(self, names, key):
        """O que veio por correio: linhas de outro sistema e espaço em volta não contam."""
        notes = []
        for name in names:
            text = re.sub(r"\A[\ufeff\n ]+|[\n ]+\Z", "", read_text(name).replace("\r\n", "\n"))
            notes += self.read_notes(os.path.basename(name), f"{text}\n", key)
        return notes

    def compare_roots(self, received, kept, size):
        """Sem todos os eventos, um checkpoint recebido só se compara com um assinado do mesmo tamanho."""
        for told, root in received:
            same = next((r for s, r in kept if s == told), None)
            if same is not None and same != root:
                self.bad(f"o checkpoint recebido à parte diz outra raiz para {told} eventos")
            if same is None and told > size:
                self.bad(f"falta o fim: um checkpoint recebido à parte cobre {told} eventos, aqui há prova de {size}")
            if same is None and told <= size:
                self.bad(f"não há aqui um checkpoint de {told} eventos com que comparar o que foi recebido à parte")


class Pack(Problems):
    def __init__(self, folder):
        super().__init__()
        self.folder = folder
        self.manifest = self.read_manifest()
        self.partial = self.manifest["parcial"]
        self.money = {}
        self.count = self.entries = 0

    def path(self, name):
        return os.path.join(self.folder, name)

    def read_manifest(self):
        manifest = exact_json(read_text(self.path("manifesto.json")), "manifesto.json")
        if not isinstance(manifest, dict) or manifest.get("formato") != "lastro-trilha/1":
            refuse("o formato não é lastro-trilha/1")
        names = ["formato", "geradoEm", "tamanho", "raiz", "parcial", "recorte", "eventos", "lancamentos", "arquivos"]
        files = ["eventos.ndjson", "lancamentos.ndjson", "checkpoints.txt", "chave.pub"]
        if manifest.get("parcial") is False:
            files.append("saldos.csv")
        if not (
            has_keys(manifest, names)
            and isinstance(manifest["parcial"], bool)
            and all(is_count(manifest[name]) for name in ("tamanho", "eventos", "lancamentos"))
            and bytes_of(manifest["raiz"], 32) is not None
            and has_keys(manifest["arquivos"], files)
            and all(
                has_keys(told, ["sha256", "bytes"])
                and isinstance(told["sha256"], str)
                and re.fullmatch("[0-9a-f]{64}", told["sha256"])
                and is_count(told["bytes"])
                for told in manifest["arquivos"].values()
            )
        ):
            refuse("manifesto.json não diz o que um pacote diz")
        return manifest

    def check_files(self):
        for name, told in self.manifest["arquivos"].items():
            digest, count = hashlib.sha256(), 0
            with open(plain_file(self.path(name)), "rb") as file:
                for block in iter(lambda: file.read(1 << 20), b""):
                    digest.update(block)
                    count += len(block)
            if digest.hexdigest() != told["sha256"] or count != told["bytes"]:
                self.bad(f"{name} não é o arquivo que o manifesto descreve")

    def is_event(self, line):
        return (
            is_count(line["seq"])
            and is_text(line["canonical"])
            and (not self.partial or (isinstance(line["caminho"], list) and all(bytes_of(step, 32) is not None for step in line["caminho"])))
        )

    def check_events(self, kept, received):
        newest = kept[-1] if kept else None
        if not newest:
            self.bad("não há checkpoint assinado")
        if any(one[0] >= other[0] for one, other in zip(kept, kept[1:])):
            self.bad("os checkpoints não estão em ordem")
        if newest and (newest[0] != self.manifest["tamanho"] or base64.b64encode(newest[1]).decode() != self.manifest["raiz"]):
            self.bad("o manifesto e o último checkpoint dizem tamanhos ou raízes diferentes")
        if self.partial:
            self.compare_roots(received, kept, self.manifest["tamanho"])
        due = [] if self.partial else sorted([(*one, "do pacote") for one in kept] + [(*one, "recebido à parte") for one in received], key=lambda one: one[0])
        roots, before = [], -1
        for line in records_of(self.path("eventos.ndjson"), self.is_event, ["seq", "canonical"] + ["caminho"] * self.partial):
            seq, leaf = line["seq"], sha(b"\0", line["canonical"].encode())
            if self.partial:
                if seq <= before:
                    self.bad("os eventos não estão em ordem", seq)
                before = seq
                path = [bytes_of(step, 32) for step in line["caminho"]]
                root = root_of_path(leaf, seq, newest[0], path) if newest else None
                if root is None or root != newest[1]:
                    self.bad("a prova não leva à raiz assinada", seq)
            else:
                if seq != self.count:
                    return self.bad(f"esperava-se o evento #{self.count}", seq)
                due = self.compare(due, roots)
                rest = self.count
                while rest & 1:
                    leaf, rest = sha(b"\1", roots.pop(), leaf), rest >> 1
                roots.append(leaf)
            self.count += 1
            self.remember(seq, line["canonical"])
        due = self.compare(due, roots)
        if due:
            self.bad(f"falta o fim: um checkpoint {due[0][2]} cobre {due[0][0]} eventos, há {self.count}", self.count)
        if not self.partial and newest and self.count != newest[0]:
            self.bad(f"há {self.count} eventos, o último checkpoint cobre {newest[0]}", min(self.count, newest[0]))

    def compare(self, due, roots):
        while due and due[0][0] == self.count:
            size, told, source = due[0]
            root = None
            for left in reversed(roots):
                root = left if root is None else sha(b"\1", left, root)
            if (sha(b"") if root is None else root) != told:
                self.bad(f"os primeiros {size} eventos não dão a raiz do checkpoint {source}", max(size - 1, 0))
            due = due[1:]
        return due

    def remember(self, seq, canonical):
        event = read_event(canonical, self, seq)
        if event is None or not isinstance(event["postings"], str):
            return
        if event["id"] in self.money:
            self.bad("o mesmo evento vem duas vezes", seq)
        else:
            self.money[event["id"]] = {**event, "seq": seq}

    def check_money(self):
        seen, executed, balances, order = set(), {}, {}, {}

        def is_entry(line):
            return is_text(line["evento"]) and (line["fundo"] is None or is_text(line["fundo"])) and is_text(line["canonical"])

        for line in records_of(self.path("lancamentos.ndjson"), is_entry, ["evento", "fundo", "canonical"]):
            self.entries += 1
            told = self.money.get(line["evento"])
            if told is None:
                self.bad(f"há lançamentos do evento {dump(line['evento'])}, que não está no pacote ou não moveu dinheiro")
                continue
            seq = told["seq"]
            if line["evento"] in seen:
                self.bad("os seus lançamentos vêm duas vezes", seq)
            seen.add(line["evento"])
            postings = read_entry(line["canonical"])
            digest = hashlib.sha256(line["canonical"].encode()).hexdigest()
            if postings is None or digest != told["postings"] or line["fundo"] != told["fund"]:
                self.bad("os lançamentos não são os que o evento prende", seq)
                continue
            if told["action"] == "operation.execute":
                if told["subject"] in executed:
                    self.bad(f"a operação já fora executada no evento #{executed[told['subject']]}", seq)
                executed[told["subject"]] = seq
            for account, after, amount, place in postings:
                # Num recorte faltam lançamentos no meio; no todo cada saldo continua o anterior.
                if not self.partial:
                    if place < order.get(line["fundo"], 0):
                        self.bad("os lançamentos do fundo não estão em ordem", seq)
                    order[line["fundo"]] = place
                    if balances.get(account, 0) + amount != after:
                        self.bad(f"o saldo da conta {account} não continua o anterior", seq)
                balances[account] = after
            if sum(amount for _, _, amount, _ in postings):
                self.bad("as partidas não somam zero", seq)
        for event, told in self.money.items():
            if event not in seen:
                self.bad("faltam os seus lançamentos", told["seq"])
        return balances

    def compare_balances(self, balances):
        header, *rows = read_text(self.path("saldos.csv")).split("\n")
        if header != "fundo;conta_id;conta;saldo_centavos" or not rows or rows.pop() != "":
            refuse("saldos.csv não está na forma exata")
        told = {}
        for number, row in enumerate(rows, 2):
            match = re.fullmatch(rf'[^;\n\r"]+;([0-9a-f-]{{36}});[^;\n\r"]+;{INTEGER}', row)
            if not match or match[1] in told:
                refuse(f"a linha {number} de saldos.csv não está na forma exata")
            told[match[1]] = int(match[2])
        for account, cents in balances.items():
            if told.get(account) != cents:
                self.bad(f"saldos.csv diz {told.get(account, 'nenhum')} centavos na conta {account}, os lançamentos {cents}")
        for account, cents in told.items():
            if account not in balances and cents:
                self.bad(f"saldos.csv diz {cents} centavos na conta {account}, que não tem lançamento")


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


def check_proof(name, received, own_key):
    proof = exact_json(read_text(name), os.path.basename(name))
    if not isinstance(proof, dict) or proof.get("formato") != "lastro-prova/1":
        refuse("o formato não é lastro-prova/1")
    event, problems = proof.get("evento"), Problems()
    event = event if isinstance(event, dict) else {}
    path = [bytes_of(step, 32) for step in event["caminho"]] if isinstance(event.get("caminho"), list) else [None]
    if not is_count(event.get("seq")) or not is_text(event.get("canonical")) or None in path:
        refuse("a prova não diz o que uma prova diz")
    if not is_text(proof.get("checkpoint")) or not is_text(proof.get("chave")) or not (proof.get("lancamentos") is None or is_text(proof["lancamentos"])):
        refuse("a prova não traz checkpoint e chave")
    key = read_key(read_text(own_key) if own_key else proof["chave"])
    notes = problems.read_notes("a prova", proof["checkpoint"], key)
    if len(notes) != 1:
        refuse("a prova não traz um checkpoint")
    size, root = notes[0]
    seq, canonical = event["seq"], event["canonical"]
    if root_of_path(sha(b"\0", canonical.encode()), seq, size, path) != root:
        problems.bad("a prova não leva à raiz assinada", seq)
    told = (read_event(canonical, problems, seq) or {}).get("postings")
    if isinstance(told, str) and hashlib.sha256((proof.get("lancamentos") or "").encode()).hexdigest() != told:
        problems.bad("os lançamentos não são os que o evento prende", seq)
    given = problems.read_received(received, key)
    problems.compare_roots(given, notes, size)
    same = "; o checkpoint recebido à parte diz o mesmo" if given else ""
    return problems.texts, f"o evento #{seq} está no registro cuja raiz de {size} eventos esta chave assinou{same}"


def check_pack(folder, received, own_key):
    pack = Pack(folder)
    pack.check_files()
    key = read_key(read_text(own_key or pack.path("chave.pub")))
    kept = pack.read_notes("checkpoints.txt", read_text(pack.path("checkpoints.txt")), key)
    given = pack.read_received(received, key)
    pack.check_events(kept, given)
    balances = pack.check_money()
    if not pack.partial:
        pack.compare_balances(balances)
    if pack.manifest["eventos"] != pack.count or pack.manifest["lancamentos"] != pack.entries:
        pack.bad("o manifesto conta outros eventos ou lançamentos do que os que vêm no pacote")
    rest = "recorte: o que falta não foi conferido" if pack.partial else f"{len(balances)} saldos conferem"
    return pack.texts, (
        f"{pack.count} eventos conferem com a raiz assinada de {pack.manifest['tamanho']}; {pack.entries} lançamentos somam zero; "
        f"{rest}; {len(given) or 'nenhum'} checkpoint recebido à parte"
    )


def main(args):
    named = {"--checkpoint": [], "--chave": []}
    places = []
    args = list(args)
    while args:
        name, _, value = args.pop(0).partition("=")
        if name in named:
            named[name].append(value or (args.pop(0) if args else refuse(f"falta o arquivo de {name}")))
        else:
            places.append(name)
    if len(places) != 1:
        refuse("diga o que conferir: python3 verificar.py PASTA ou PROVA.json")
    what = places[0]
    if not os.path.exists(what):
        refuse(f"não existe {what}")
    check = check_pack if os.path.isdir(what) else check_proof
    problems, said = check(what, named["--checkpoint"], (named["--chave"] or [None])[-1])
    for problem in problems[:20]:
        print(f"✗ {problem}")
    if len(problems) > 20:
        print(f"  e mais {len(problems) - 20}")
    print("NÃO confere." if problems else f"✓ {said}")
    return 1 if problems else 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        sys.exit(main(sys.argv[1:]))
    except Exception as error:  # noqa: BLE001 — quem confere lê uma frase, nunca a pilha
        print(f"não pôde conferir: {error}", file=sys.stderr)
        sys.exit(2)
