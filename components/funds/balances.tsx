"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { RouterOutput } from "../layout/trpc";
import { Money } from "../ui/money";

type Fund = RouterOutput["funds"]["get"];

/** The three parts of the cash: what can be spent, what has to stay, what is about to move. */
export function Balances({
  code,
  cash,
  pending,
}: {
  code: string;
  cash: Fund["cash"];
  pending: Fund["pending"];
}) {
  const t = useTranslations("funds.cash");
  const count = pending.outCount + pending.inCount + pending.unknownCount;
  const parts = [
    ...(pending.outCount > 0 ? [t("purchases", { count: pending.outCount })] : []),
    ...(pending.inCount > 0 ? [t("sales", { count: pending.inCount })] : []),
    ...(pending.unknownCount > 0 ? [t("unknown", { count: pending.unknownCount })] : []),
  ];
  return (
    <dl className="grid grid-cols-1 gap-x-8 gap-y-4 p-4 sm:grid-cols-3">
      <Part name={t("available")} hint={t("availableHint")} isMain>
        <Money cents={cash.availableCents} />
      </Part>
      <Part name={t("blocked")} hint={t(cash.blockedCents === 0n ? "blockedNone" : "blockedHint")}>
        <Money cents={cash.blockedCents} />
      </Part>
      <Part
        name={t("pending")}
        hint={
          count === 0 ? (
            t("pendingNone")
          ) : (
            <>
              {parts.join(" · ")}.{" "}
              <Link
                href={`/operacoes?status=pendente&fundo=${encodeURIComponent(code)}`}
                className="text-accent underline underline-offset-2"
              >
                {t("seePending", { count })}
              </Link>
            </>
          )
        }
      >
        <Money cents={pending.inCents - pending.outCents} />
      </Part>
    </dl>
  );
}

function Part({
  name,
  hint,
  isMain = false,
  children,
}: {
  name: string;
  hint: ReactNode;
  isMain?: boolean;
  children: ReactNode;
}) {
  return (
    <div className="flex min-w-0 flex-col">
      <dt className="text-muted">{name}</dt>
      <dd className={isMain ? "text-xl font-semibold sm:text-2xl" : "text-lg font-medium sm:leading-8"}>
        {children}
      </dd>
      <dd className="text-xs text-muted">{hint}</dd>
    </div>
  );
}
