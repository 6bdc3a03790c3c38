import { Page } from "@/components/shell/page";
import { PageSkeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <Page>
      <PageSkeleton />
    </Page>
  );
}
