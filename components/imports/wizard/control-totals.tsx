"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { type KeyboardEvent, useState } from "react";
import { checkTotals } from "#server/domain/imports/browser";
import { toUnits } from "#server/kernel/decimal";
import { Failure } from "../../layout/failure";
import { useTRPC } from "../../layout/trpc";
import { classNames } from "../../ui/class-names";
import { control } from "../../ui/control";
import { formatCount, formatDecimal, formatMoney } from "../../ui/format";
import { Section } from "../../ui/section";
import { StatusBadge } from "../../ui/status-badge";
import { Row, Table, TableBody, TableHead, Td, Th } from "../../ui/table";
import type { ExpectedTotals, Preview, Progress } from "../answers";
import { readTyped } from "./typed-number";

type Key = ReturnType<typeof checkTotals>[number]["key"];
const keys = ["lines", "quantity", "value"] as const satisfies readonly Key[];
type Totals = NonNullable<Preview["totals"]>;

/** What a person expects of a file that the lines that go in do not add up to. */
export function differingTotals({ preview, expectedTotals }: Progress): Key[] {
  if (!preview?.totals || !expectedTotals) return [];
  return checkTotals(expectedTotals, preview.totals).flatMap(({ key, matches }) => (matches ? [] : [key]));
}

/** Changes of a file's totals and its confirmation go one after the other. */
export function totalsScope(uploadId: string) {
  return { id: `totals of ${uploadId}` };
}

/** The figures that a person has from elsewhere, against what goes in; each is kept as soon as it is typed. */
export function ControlTotals({ progress, isOpen }: { progress: Progress; isOpen: boolean }) {
  const t = useTranslations("wizard.totals");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { upload, preview } = progress;
  const expect = useMutation({
    ...trpc.imports.expectTotals.mutationOptions({
      onSuccess: () =>
        queryClient.invalidateQueries({
          queryKey: trpc.imports.get.queryKey({ uploadId: upload.uploadId }),
        }),
    }),
    scope: totalsScope(upload.uploadId),
  });
  // What is on its way counts: the next total typed is kept beside it, not instead of it.
  const expected = (expect.isPending ? expect.variables.expected : progress.expectedTotals) ?? {};
  if (!preview?.totals) return null;
  const { totals } = preview;
  const checks = new Map(checkTotals(expected, totals).map((check) => [check.key, check.matches]));
  return (
    <Section title={t("title")}>
      <p className="px-4 py-2 text-xs text-muted">{t("hint")}</p>
      {expect.error ? <Failure error={expect.error} /> : null}
      <Table caption={t("title")} className="rounded-none! border-x-0! border-b-0!">
        <TableHead>
          <Th>{t("total")}</Th>
          <Th numeric className="max-sm:hidden">
            {t("found")}
          </Th>
          <Th className="w-1/2 sm:w-64">{t("expected")}</Th>
        </TableHead>
        <TableBody>
          {keys.map((key) => (
            <TotalRow
              key={key}
              name={key}
              totals={totals}
              expected={expected}
              matches={checks.get(key) ?? null}
              isOpen={isOpen}
              onChange={(next) => expect.mutate({ uploadId: upload.uploadId, expected: next })}
            />
          ))}
        </TableBody>
      </Table>
    </Section>
  );
}

type RowProps = {
  name: Key;
  totals: Totals;
  expected: ExpectedTotals;
  matches: boolean | null;
  isOpen: boolean;
  onChange: (next: ExpectedTotals) => void;
};

function TotalRow({ name, totals, expected, matches, isOpen, onChange }: RowProps) {
  const t = useTranslations("wizard.totals");
  const locale = useLocale();
  const [typed, setTyped] = useState<string | null>(null);
  const [isWrong, setWrong] = useState(false);
  const shown = write(name, expected, locale);
  function leave() {
    if (typed === null || typed === shown) return setTyped(null);
    const next = read(name, typed, locale, expected);
    setWrong(next === null);
    if (next === null) return;
    setTyped(null);
    onChange(next);
  }
  /** Ctrl Enter keeps the number; it must not reach the step around, where it confirms the file. */
  function keep(event: KeyboardEvent) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    event.nativeEvent.stopImmediatePropagation();
    leave();
  }
  const id = `total-${name}`;
  return (
    <Row>
      <Td className="align-middle!">
        <label htmlFor={id} className="font-medium">
          {t(`names.${name}`)}
        </label>
        <span className="figures block text-muted sm:hidden">
          {t("goesIn", { formatted: write(name, totals, locale) })}
        </span>
        {name === "value" && totals.pricedLines < totals.lines ? (
          <span className="block text-xs text-muted">
            {t("priced", {
              priced: formatCount(totals.pricedLines, locale),
              lines: formatCount(totals.lines, locale),
            })}
          </span>
        ) : null}
      </Td>
      <Td numeric className="align-middle! max-sm:hidden">
        {write(name, totals, locale)}
      </Td>
      <Td>
        <input
          id={id}
          inputMode="decimal"
          autoComplete="off"
          disabled={!isOpen}
          value={typed ?? shown}
          placeholder={isOpen ? t("placeholder") : "—"}
          aria-invalid={isWrong}
          aria-describedby={`${id}-resultado`}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={leave}
          onKeyDown={keep}
          className={classNames(
            control,
            "figures text-right",
            (isWrong || matches === false) && "border-bad",
          )}
        />
        <span id={`${id}-resultado`} role="status" className="block text-right not-empty:mt-1">
          {isWrong ? (
            <span className="text-xs text-bad">{t("wrong")}</span>
          ) : matches === null ? null : matches ? (
            <StatusBadge tone="done">{t("matches")}</StatusBadge>
          ) : (
            <StatusBadge tone="bad">
              {t("differs", { difference: difference(name, totals, expected, locale) })}
            </StatusBadge>
          )}
        </span>
      </Td>
    </Row>
  );
}

function write(key: Key, totals: ExpectedTotals, locale: string): string {
  if (key === "lines") return totals.lines === undefined ? "" : formatCount(totals.lines, locale);
  if (key === "quantity")
    return totals.quantity === undefined ? "" : formatDecimal(totals.quantity, locale, 0, 8);
  return totals.valueCents === undefined ? "" : formatMoney(totals.valueCents, locale, false);
}

/** The expected totals with one of them as typed; empty takes it away, null is no number. */
function read(key: Key, typed: string, locale: string, before: ExpectedTotals): ExpectedTotals | null {
  const { lines, quantity, valueCents } = before;
  const isEmpty = typed.trim() === "";
  const value = readTyped(typed, locale, key === "lines" ? 0 : key === "value" ? 2 : 8);
  if (!isEmpty && value === null) return null;
  return {
    lines: key !== "lines" ? lines : value === null ? undefined : Number(value),
    quantity: key !== "quantity" ? quantity : (value ?? undefined),
    valueCents: key !== "value" ? valueCents : value === null ? undefined : toUnits(value, 2),
  };
}

/** What goes in beyond what is expected, with its sign. */
function difference(key: Key, totals: Totals, expected: ExpectedTotals, locale: string): string {
  const signed = (units: bigint, text: (units: bigint) => string) =>
    `${units > 0n ? "+" : "−"}${text(units < 0n ? -units : units)}`;
  if (key === "lines")
    return signed(BigInt(totals.lines - (expected.lines ?? 0)), (units) => formatCount(units, locale));
  if (key === "value")
    return signed(totals.valueCents - (expected.valueCents ?? 0n), (cents) => formatMoney(cents, locale));
  const units = toUnits(totals.quantity, 8) - toUnits(expected.quantity ?? "0", 8);
  return signed(units, (each) =>
    formatDecimal(`${each / 10n ** 8n}.${(each % 10n ** 8n).toString().padStart(8, "0")}`, locale, 0, 8),
  );
}
