import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { InvitationForm } from "../../../components/sign-in/invitation-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("invitation"))("title") };
}

export default function Page() {
  return <InvitationForm />;
}
