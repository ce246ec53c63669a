import { FileX } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ButtonLink } from "../../../components/ui/button";
import { CopyButton } from "../../../components/ui/copy-button";
import { EmptyState } from "../../../components/ui/empty-state";
import { downloadRefusals } from "../../download-refusal";
import { requireActor } from "../../page-data";

type Search = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("downloadRefused"))("title") };
}

/** Where a download that was refused leads: why, what to do, and the way back to where it was asked for. */
export default async function DownloadRefusedPage({ searchParams }: Search) {
  await requireActor();
  const t = await getTranslations("downloadRefused");
  const { motivo, voltar, pedido } = await searchParams;
  const why = downloadRefusals.find((each) => each === motivo) ?? "unavailable";
  const back = typeof voltar === "string" && /^\/(operacoes|arquivos)(?![^/?])/.test(voltar) ? voltar : "/";
  const id = typeof pedido === "string" && /^[0-9a-f-]{36}$/.test(pedido) ? pedido : null;
  return (
    <>
      <h1 className="sr-only">{t("title")}</h1>
      <EmptyState
        icon={<FileX aria-hidden />}
        title={t(`reasons.${why}.title`)}
        action={
          <ButtonLink kind="primary" href={back}>
            {t("back")}
          </ButtonLink>
        }
      >
        <p>{t(`reasons.${why}.text`)}</p>
        {id ? (
          <p className="mt-2 flex flex-wrap items-center justify-center gap-1 font-mono text-xs">
            {t("requestId", { id })}
            <CopyButton text={id} label={t("copyId")} copiedLabel={t("copied")} />
          </p>
        ) : null}
      </EmptyState>
    </>
  );
}
