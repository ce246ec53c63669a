import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ForgottenForm } from "../../../components/sign-in/forgotten-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("forgotten"))("title") };
}

export default function Page() {
  return <ForgottenForm />;
}
