import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Brand } from "../../../components/layout/brand";
import { SignInForm } from "../../../components/sign-in/sign-in-form";
import { isSignedIn } from "../../page-data";

type Search = { searchParams: Promise<{ voltar?: string | string[]; motivo?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title") };
}

export default async function SignInPage({ searchParams }: Search) {
  const { voltar, motivo } = await searchParams;
  const back = pathOfThisSite(voltar);
  if (await isSignedIn()) redirect(back);
  const t = await getTranslations("signIn");
  return (
    <main className="flex min-h-dvh items-center justify-center px-4 py-10">
      <div className="w-full max-w-96">
        <div className="mb-6 flex justify-center">
          <Brand />
        </div>
        <div className="card p-6">
          <h1 className="mb-1 text-xl font-semibold tracking-tight">{t("title")}</h1>
          <p className="mb-5 text-muted">{t("subtitle")}</p>
          <SignInForm back={back} isExpired={motivo === "sessao"} />
        </div>
      </div>
    </main>
  );
}

/** Only a path here: `//host`, `/\host` and anything with a scheme lead home instead. */
function pathOfThisSite(target: string | string[] | undefined): string {
  if (typeof target !== "string" || !/^\/(?![/\\])/.test(target)) return "/";
  const url = new URL(target, "http://here.invalid");
  return url.host === "here.invalid" && !url.pathname.startsWith("/entrar") ? url.pathname + url.search : "/";
}
