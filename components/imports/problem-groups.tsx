"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { WandSparkles } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ProblemCount } from "#server/domain/imports/queries";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { Button, ButtonLink } from "../ui/button";
import { formatCount } from "../ui/format";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { StatusBadge } from "../ui/status-badge";
import { useToasts } from "../ui/toast";
import type { ProblemGroup } from "./answers";
import { ProblemName } from "./problem-name";
import { useRowFilter } from "./row-filter";

/** What is wrong, grouped by what mends it; where the machine knows the repair, one click does it for all. */
export function ProblemGroups({ uploadId, canFix }: { uploadId: string; canFix: boolean }) {
  const t = useTranslations("files.groups");
  const trpc = useTRPC();
  const groups = useQuery(trpc.imports.problemGroups.queryOptions({ uploadId }));
  if (groups.isError) return <Failure error={groups.error} retry={() => groups.refetch()} />;
  if (groups.isPending) return <Skeleton className="h-24" />;
  if (groups.data.length === 0) return null;
  return (
    <Section title={t("title")}>
      <ul className="divide-y divide-line">
        {groups.data.map((group) => (
          <Group
            key={`${group.code} ${group.column}`}
            uploadId={uploadId}
            group={group}
            canFix={canFix && group.fix !== null}
            hasWords={canFix}
          />
        ))}
      </ul>
    </Section>
  );
}

/** A word that nobody knows is told once for the whole file, and for the next ones. */
const wordProblems: ReadonlySet<string> = new Set(["SIDE_UNKNOWN", "CLASS_UNKNOWN"]);

type GroupProps = { uploadId: string; group: ProblemGroup; canFix: boolean; hasWords: boolean };

function Group({ uploadId, group, canFix, hasWords }: GroupProps) {
  const t = useTranslations("files.groups");
  const locale = useLocale();
  const [, setFilter] = useRowFilter();
  return (
    <li className="grid grid-cols-1 items-center gap-x-4 gap-y-1.5 px-4 py-2.5 md:grid-cols-[4.75rem_minmax(0,1fr)_auto]">
      <span>
        <StatusBadge tone={group.severity === "error" ? "bad" : "waiting"}>{t(group.severity)}</StatusBadge>
      </span>
      <p className="min-w-0">
        <span className="font-medium">
          <ProblemName code={group.code} />
          {group.column ? ` · ${group.column}` : ""}
        </span>
        <span className="figures text-muted">
          {" — "}
          {t("lines", { count: group.count, formatted: formatCount(group.count, locale) })}
        </span>
        {group.sample.length > 0 ? (
          <span className="block text-xs text-muted">
            {group.sample.map(({ lineNo, got }) => t("sample", { line: lineNo, got })).join(" · ")}
          </span>
        ) : null}
        {group.fix?.example ? (
          <span className="figures block text-xs">
            {t("example")} <del className="text-muted">{group.fix.example.before}</del>{" "}
            <ins className="font-medium">{group.fix.example.after}</ins>
          </span>
        ) : null}
      </p>
      <div className="flex flex-wrap gap-2 max-md:-ml-3 md:justify-end">
        {hasWords && wordProblems.has(group.code) ? (
          <ButtonLink href={`/arquivos/enviar/${uploadId}/colunas`}>{t("sayMeaning")}</ButtonLink>
        ) : null}
        {canFix && group.fix ? <FixButton uploadId={uploadId} group={group} fix={group.fix} /> : null}
        <Button
          kind="quiet"
          onClick={() =>
            setFilter({
              linhas: group.severity === "error" ? "rejeitadas" : "repetidas",
              problema: group.severity === "error" ? group.code : null,
            })
          }
        >
          {t("see", { count: group.count })}
        </Button>
      </div>
    </li>
  );
}

type FixProps = { uploadId: string; group: ProblemGroup; fix: NonNullable<ProblemGroup["fix"]> };

function FixButton({ uploadId, group, fix }: FixProps) {
  const t = useTranslations("files.groups");
  const locale = useLocale();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const formatted = formatCount(fix.count, locale);
  const apply = useMutation(
    trpc.imports.applyFix.mutationOptions({
      onSuccess: ({ changed }) =>
        toasts.add({ title: t("fixed", { count: changed, formatted: formatCount(changed, locale) }) }),
      onError: () => toasts.add({ title: t("notFixed"), type: "error" }),
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.imports.pathKey() }),
    }),
  );
  return (
    <Button
      disabled={apply.isPending}
      onClick={() => apply.mutate({ uploadId, code: group.code, column: group.column, kind: fix.kind })}
    >
      <WandSparkles aria-hidden />
      {t(`fixes.${fix.kind}`, { count: fix.count, formatted })}
    </Button>
  );
}

/** The same groups while the file is on its way, when nothing can be mended yet. */
export function ProblemSummary({ problems }: { problems: readonly ProblemCount[] }) {
  const t = useTranslations("files");
  const locale = useLocale();
  if (problems.length === 0) return null;
  return (
    <Section title={t("problemGroups")}>
      <ul className="divide-y divide-line">
        {problems.map((group) => (
          <li
            key={group.code}
            className="grid grid-cols-[3rem_minmax(0,1fr)] gap-x-4 px-4 py-2 md:grid-cols-[3rem_minmax(0,18rem)_minmax(0,1fr)]"
          >
            <span className="figures text-right font-semibold">{formatCount(group.count, locale)}</span>
            <span className="font-medium">
              <ProblemName code={group.code} />
            </span>
            <span className="col-start-2 text-muted md:col-start-3">{group.fix}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
