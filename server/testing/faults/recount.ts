import type { JournalPage } from "#server/sandbox/anbima/journal";
import type { Books, Entry, Operation } from "./books";
import { compare, type Exact, exact, isWithin, minus, one, plus, times, toCents, zero } from "./exact";
import type { ValidLine } from "./file-lines";
import { recountRows } from "./recount-rows";
import { type ServedPrices, servedPrices } from "./served-prices";

export type Evidence = {
  readonly books: Books;
  /** Text of each processed upload. */
  readonly files: ReadonlyMap<string, string>;
  readonly journal: JournalPage;
  /** What was paid in: cause of an opening or contribution → centavos. */
  readonly paidIn: ReadonlyMap<string, bigint>;
  /** How files may call an asset besides its code. */
  readonly codeOfIsin: ReadonlyMap<string, string>;
};

/** How far a traded price may be from the published one where the fund executes at the traded one. */
const tradedPriceLimit = exact("0.05");

/**
 * Counts everything again from the files and from what the sandbox says that it served: replays the
 * ledger in its order with an arithmetic of its own, and compares each total, tax, posting, balance and
 * position with the books.
 * @returns what does not agree; empty when all does
 */
export function recount(evidence: Evidence): string[] {
  const { books, files } = evidence;
  const { problems, accepted } = recountRows(books, files);
  const replay = new Replay(evidence, accepted);
  for (const entry of books.entries) replay.take(entry);
  return [...problems, ...replay.problems, ...replay.compareEnds()];
}

type Move = { account: string; amountCents: bigint };

class Replay {
  readonly problems: string[] = [];
  private readonly balances = new Map<string, bigint>();
  private readonly quantities = new Map<string, Exact>();
  private readonly lastSeq = new Map<string, bigint>();
  private readonly executed = new Set<string>();
  private readonly operations: ReadonlyMap<string, Operation>;
  private readonly prices: ServedPrices;
  private readonly postings: ReadonlyMap<string, Books["postings"]>;
  private readonly movements: ReadonlyMap<string, Books["movements"]>;

  constructor(
    private readonly evidence: Evidence,
    private readonly accepted: ReadonlyMap<string, ValidLine>,
  ) {
    const { books, journal } = evidence;
    this.operations = new Map(books.operations.map((operation) => [operation.operationId, operation]));
    this.prices = servedPrices(journal);
    this.postings = byEntry(books.postings);
    this.movements = byEntry(books.movements);
  }

  take(entry: Entry): void {
    const seq = (this.lastSeq.get(entry.fundId) ?? 0n) + 1n;
    if (entry.fundSeq !== seq)
      this.problems.push(`fund ${entry.fundId}: entry ${entry.fundSeq} where ${seq} belongs`);
    this.lastSeq.set(entry.fundId, entry.fundSeq);
    if (entry.kind === "operation") this.takeOperation(entry);
    else this.takePayment(entry);
  }

  private takePayment(entry: Entry): void {
    const cents = this.evidence.paidIn.get(entry.causeId);
    if (cents === undefined)
      return void this.problems.push(`${entry.kind} ${entry.entryId} was asked for by nobody`);
    const moves = [
      { account: "CAIXA", amountCents: cents },
      { account: "CAPITAL", amountCents: -cents },
    ];
    this.comparePostings(entry, moves);
  }

  private takeOperation(entry: Entry): void {
    const operation = this.operations.get(entry.causeId);
    const line = this.accepted.get(entry.causeId);
    if (!operation || !line) return void this.problems.push(`entry ${entry.entryId} accounts for no line`);
    const { externalId, unitPrice, assetCode } = operation;
    if (this.executed.has(entry.causeId)) this.problems.push(`${externalId} was executed twice`);
    this.executed.add(entry.causeId);
    if (operation.state !== "EXECUTED")
      this.problems.push(`${externalId} has an entry and is ${operation.state}`);
    if (unitPrice === null || assetCode === null)
      return void this.problems.push(`${externalId} executed without a price`);
    this.comparePrice(operation, line, exact(unitPrice), assetCode);
    const fund = this.evidence.books.funds.find((each) => each.fundId === entry.fundId);
    const rounding = fund?.rounding ?? "HALF_UP";
    const gross = times(exact(line.quantity, ","), exact(unitPrice));
    const rate = exact(line.rate, ",");
    const grossCents = toCents(gross, rounding);
    const isBuy = line.side === "BUY";
    const totalCents = toCents(times(gross, isBuy ? plus(one, rate) : minus(one, rate)), rounding);
    const taxCents = isBuy ? totalCents - grossCents : grossCents - totalCents;
    const told = [operation.grossCents, operation.taxCents, operation.totalCents].join(" ");
    const counted = [grossCents, taxCents, totalCents].join(" ");
    if (told !== counted)
      this.problems.push(`${externalId}: gross, tax and total ${told}, counted ${counted}`);
    this.comparePostings(entry, [
      { account: "CAIXA", amountCents: isBuy ? -totalCents : totalCents },
      { account: "CARTEIRA", amountCents: isBuy ? grossCents : -grossCents },
      { account: "TAXAS", amountCents: taxCents },
    ]);
    this.compareMovement(entry, assetCode, isBuy, exact(line.quantity, ","));
  }

  /** The asset is the line's, and the price one that was served for it on that day with nothing against it. */
  private comparePrice({ externalId, fundId }: Operation, line: ValidLine, price: Exact, code: string): void {
    const named = this.evidence.codeOfIsin.get(line.asset) ?? line.asset;
    if (named !== code) this.problems.push(`${externalId} is of ${line.asset} and was priced as ${code}`);
    const fund = this.evidence.books.funds.find((each) => each.fundId === fundId);
    const isServed =
      fund?.priceBasis === "informado"
        ? line.price !== "" &&
          compare(exact(line.price, ","), price) === 0 &&
          this.prices.of(code, line.day).some((served) => isWithin(price, served, tradedPriceLimit))
        : this.prices.wasServed(code, line.day, price);
    if (!isServed) this.problems.push(`${externalId}: ${code} was not served at that price on ${line.day}`);
  }

  private comparePostings(entry: Entry, moves: readonly Move[]): void {
    const wanted = moves
      .filter(({ amountCents }) => amountCents !== 0n)
      .map(({ account, amountCents }) => {
        const key = `${entry.fundId} ${account}`;
        const after = (this.balances.get(key) ?? 0n) + amountCents;
        this.balances.set(key, after);
        if (account === "CAIXA" && after < 0n)
          this.problems.push(`entry ${entry.entryId} leaves cash at ${after}`);
        return `${account} ${amountCents} ${after}`;
      });
    const got = (this.postings.get(entry.entryId) ?? []).map(
      (p) => `${p.accountCode} ${p.amountCents} ${p.afterCents}`,
    );
    if (got.sort().join("; ") !== wanted.sort().join("; ")) {
      this.problems.push(
        `entry ${entry.fundSeq} of ${entry.fundId}: posted ${got.join("; ")}, counted ${wanted.join("; ")}`,
      );
    }
  }

  private compareMovement(entry: Entry, code: string, isBuy: boolean, quantity: Exact): void {
    const key = `${entry.fundId} ${code}`;
    const moved = isBuy ? quantity : minus(zero, quantity);
    const after = plus(this.quantities.get(key) ?? zero, moved);
    this.quantities.set(key, after);
    if (after.units < 0n) this.problems.push(`entry ${entry.entryId} sells ${code} that is not there`);
    const movements = this.movements.get(entry.entryId) ?? [];
    const [only] = movements;
    const agrees =
      movements.length === 1 &&
      only?.assetCode === code &&
      compare(signed(only.quantity), moved) === 0 &&
      compare(signed(only.after), after) === 0;
    if (!agrees) this.problems.push(`entry ${entry.entryId}: the position of ${code} does not follow`);
  }

  /** Where everything ends: balances, positions, who executed, and that whoever waits cannot be covered. */
  compareEnds(): string[] {
    const { books } = this.evidence;
    const problems: string[] = [];
    for (const { fundId, accountCode, balanceCents } of books.accounts) {
      const counted = this.balances.get(`${fundId} ${accountCode}`) ?? 0n;
      if (counted !== balanceCents)
        problems.push(`${accountCode} of ${fundId} is ${balanceCents}, counted ${counted}`);
    }
    const positions = new Map(books.positions.map((p) => [`${p.fundId} ${p.assetCode}`, exact(p.quantity)]));
    for (const key of new Set([...positions.keys(), ...this.quantities.keys()])) {
      if (compare(positions.get(key) ?? zero, this.quantities.get(key) ?? zero) !== 0)
        problems.push(`position ${key} does not add up`);
    }
    for (const operation of books.operations) {
      if (operation.state === "EXECUTED" && !this.executed.has(operation.operationId)) {
        problems.push(`${operation.externalId} is executed and has no entry`);
      }
      if (operation.waitReason?.startsWith("INSUFFICIENT_")) problems.push(...this.compareWait(operation));
    }
    return problems;
  }

  private compareWait({
    operationId,
    externalId,
    fundId,
    assetCode,
    unitPrice,
    waitReason,
  }: Operation): string[] {
    const line = this.accepted.get(operationId);
    if (!line || unitPrice === null) return [`${externalId} waits for ${waitReason} without a price`];
    if (waitReason === "INSUFFICIENT_POSITION") {
      const held = this.quantities.get(`${fundId} ${assetCode}`) ?? zero;
      return compare(held, exact(line.quantity, ",")) >= 0
        ? [`${externalId} waits for a position that is there`]
        : [];
    }
    const rounding = this.evidence.books.funds.find((each) => each.fundId === fundId)?.rounding ?? "HALF_UP";
    const gross = times(exact(line.quantity, ","), exact(unitPrice));
    const total = toCents(times(gross, plus(one, exact(line.rate, ","))), rounding);
    const cash = this.balances.get(`${fundId} CAIXA`) ?? 0n;
    return cash >= total ? [`${externalId} waits for cash that is there`] : [];
  }
}

function byEntry<Item extends { entryId: string }>(items: readonly Item[]): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(item.entryId);
    if (group) group.push(item);
    else groups.set(item.entryId, [item]);
  }
  return groups;
}

function signed(text: string): Exact {
  return text.startsWith("-") ? minus(zero, exact(text.slice(1))) : exact(text);
}
