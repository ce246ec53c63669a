"use client";

import { CircleCheck, Eye, FileText } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useFundScope, withFundScope } from "../layout/fund-scope";
import { type Pulse, usePulse } from "../layout/pulse";
import { EmptyState } from "../ui/empty-state";
import { formatCount, formatDuration } from "../ui/format";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";

const icons = { review: Eye, upload: FileText } as const;
const hrefs = { review: "/revisao", upload: "/arquivos?situacao=abertos&autor=eu" } as const;
/** Whose number follows the fund in view; one's own open files have no fund yet. */
const isScoped = { review: true, upload: false } as const;

/** What waits for this person, and for how long the oldest of it has. */
export function AttentionCard() {
  const t = useTranslations("home.attention");
  const { pulse } = usePulse();
  const waiting = pulse?.attention.filter(({ count }) => count > 0) ?? [];
  return (
    <Section title={t("title")}>
      {pulse === undefined ? <Skeleton className="m-4 h-24" /> : null}
      {pulse && waiting.length === 0 ? (
        <EmptyState icon={<CircleCheck aria-hidden />} title={t("none")}>
          {t(pulse.attention.length > 0 ? "noneHint" : "readerHint")}
        </EmptyState>
      ) : null}
      {pulse && waiting.length > 0 ? (
        <ul className="divide-y divide-line">
          {waiting.map((item) => (
            <Item key={item.kind} item={item} now={pulse.readAt} />
          ))}
        </ul>
      ) : null}
    </Section>
  );
}

function Item({ item, now }: { item: Pulse["attention"][number]; now: Date }) {
  const t = useTranslations("home.attention");
  const locale = useLocale();
  const [fund] = useFundScope();
  const Icon = icons[item.kind];
  const href = hrefs[item.kind];
  return (
    <li>
      <Link
        href={isScoped[item.kind] ? withFundScope(href, fund) : href}
        className="group flex items-center gap-3 px-4 py-3 hover:bg-hover"
      >
        <Icon aria-hidden className="size-4 shrink-0 text-muted" />
        <span className="figures text-2xl font-semibold">{formatCount(item.count, locale)}</span>
        <span className="flex min-w-0 flex-col">
          <span className="font-medium group-hover:underline">
            {t(`kinds.${item.kind}`, { count: item.count })}
          </span>
          {item.oldestAt ? (
            <span className="text-xs text-muted">
              {t("oldest", { age: formatDuration((now.getTime() - item.oldestAt.getTime()) / 1000) })}
            </span>
          ) : null}
        </span>
      </Link>
    </li>
  );
}
