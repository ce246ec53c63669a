import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { hasGallery } from "#server/infra/web-context";
import { Gallery } from "../../../components/gallery/gallery";
import { requireActor } from "../../page-data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("gallery"))("title") };
}

/** Every component in every state, for looking at and for the tests; only where the environment asks for it. */
export default async function GalleryPage() {
  await requireActor();
  if (!hasGallery()) notFound();
  return <Gallery />;
}
