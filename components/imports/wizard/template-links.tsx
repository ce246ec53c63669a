import Link from "next/link";
import { useTranslations } from "next-intl";

/** Files to begin from, and what each of their columns means. */
export function TemplateLinks() {
  const t = useTranslations("wizard.template");
  const look = "text-accent hover:underline";
  return (
    <span className="inline-flex flex-wrap gap-x-3 gap-y-1">
      <span>{t("title")}</span>
      <a href="/samples/modelo-operacoes.xlsx" download className={look}>
        {t("xlsx")}
      </a>
      <a href="/samples/modelo-operacoes.csv" download className={look}>
        {t("csv")}
      </a>
      <Link href="/arquivos/enviar#campos" prefetch={false} className={look}>
        {t("dictionary")}
      </Link>
    </span>
  );
}
