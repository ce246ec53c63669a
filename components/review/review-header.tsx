import { ChartNoAxesColumn } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { PageHeader } from "../layout/page-header";

/** What the screen is for, and the way to the team's numbers for who decides. */
export function ReviewHeader({ canDecide }: { canDecide: boolean }) {
  const t = useTranslations("review");
  return (
    <PageHeader
      title={t("title")}
      description={<span className="max-md:hidden">{t("description")}</span>}
      actions={
        canDecide ? (
          <Link
            href="/revisao/equipe"
            className="inline-flex min-h-8 items-center gap-1.5 text-sm text-accent hover:underline"
          >
            <ChartNoAxesColumn aria-hidden className="size-4" />
            {t("team.link")}
          </Link>
        ) : null
      }
    />
  );
}
