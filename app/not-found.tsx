import { FileQuestion } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { ButtonLink } from "../components/ui/button";
import { EmptyState } from "../components/ui/empty-state";

export default async function NotFound() {
  const t = await getTranslations("notFound");
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <title>{`${t("title")} · Lastro`}</title>
      <h1 className="sr-only">{t("title")}</h1>
      <EmptyState
        icon={<FileQuestion aria-hidden />}
        title={t("title")}
        action={<ButtonLink href="/">{t("home")}</ButtonLink>}
      >
        {t("text")}
      </EmptyState>
    </main>
  );
}
