import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { webEnv } from "#server/auth/index";
import { AuthCard } from "../../../components/sign-in/auth-card";
import { DemoProfiles } from "../../../components/sign-in/demo-profiles";
import { SignInForm } from "../../../components/sign-in/sign-in-form";
import { findActor } from "../../page-actor";

type Search = { searchParams: Promise<{ voltar?: string | string[]; motivo?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title") };
}

export default async function SignInPage({ searchParams }: Search) {
  const { voltar, motivo } = await searchParams;
  const back = pathOfThisSite(voltar);
  if (await findActor()) redirect(back);
  const t = await getTranslations("signIn");
  const reason = reasons.find((known) => known === motivo);
  return (
    <AuthCard title={t("title")}>
      <SignInForm back={back} reason={reason ?? null} />
      {webEnv().isDemonstration ? <DemoProfiles back={back} /> : null}
    </AuthCard>
  );
}

const reasons = ["sessao", "saida", "senha"] as const;

/** Only a path here: `//host`, `/\host` and anything with a scheme lead home instead. */
function pathOfThisSite(target: string | string[] | undefined): string {
  if (typeof target !== "string" || !/^\/(?![/\\])/.test(target)) return "/";
  const url = new URL(target, "http://here.invalid");
  return url.host === "here.invalid" && !url.pathname.startsWith("/entrar") ? url.pathname + url.search : "/";
}
