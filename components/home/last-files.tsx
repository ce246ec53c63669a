"use client";

import { useQuery } from "@tanstack/react-query";
import { FileText } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { UploadTable } from "../imports/upload-table";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { ButtonLink } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";

/** The last files, each with what became of its lines. */
export function LastFiles() {
  const t = useTranslations("home");
  const trpc = useTRPC();
  const files = useQuery({ ...trpc.imports.list.queryOptions({ limit: 5 }), refetchInterval: 10_000 });
  if (files.isError) return <Failure error={files.error} retry={() => files.refetch()} />;
  if (files.isPending) return <Skeleton className="h-40" />;
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <div className="flex items-baseline justify-between gap-3">
        <h2 className="text-lg font-semibold">{t("lastFiles")}</h2>
        <Link href="/arquivos" className="text-accent hover:underline">
          {t("allFiles")}
        </Link>
      </div>
      {files.data.items.length === 0 ? (
        <div className="card">
          <EmptyState
            icon={<FileText aria-hidden />}
            title={t("noFiles")}
            action={<ButtonLink href="/arquivos/enviar">{t("sendFirst")}</ButtonLink>}
          >
            {t("noFilesHint")}
          </EmptyState>
        </div>
      ) : (
        <UploadTable uploads={files.data.items} />
      )}
    </section>
  );
}
