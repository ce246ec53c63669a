import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { NewPasswordForm } from "../../../components/sign-in/new-password-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("newPassword"))("title") };
}

export default function Page() {
  return <NewPasswordForm />;
}
