import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <div>
        <h1 className="sr-only">Not found</h1>
        <Notice
          title="There is nothing here"
          action={
            <Link href="/overview" className="link">
              To the overview
            </Link>
          }
        />
      </div>
    </main>
  );
}
