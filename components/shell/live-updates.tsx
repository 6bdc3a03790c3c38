"use client";

import { Radio } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

import { Link } from "@/components/ui/link";
import { refresh, refreshBy } from "@/components/ui/refresh";

import { ContactNote } from "./contact-note";
import { hintOf, type Hint } from "./live-event";
import { LiveFeed } from "./live-feed";

/** Several events come together: a sign-off, a revision, its change set. */
const gather = 250;
const shownFor = 8_000;

/**
 * Fetches the page's data anew whenever anything happens, and says what; or that nothing is heard. What somebody types
 * stays: only what the service renders is exchanged. While nobody looks at the page nothing is asked for.
 */
export function LiveUpdates({ reader }: { reader: string }) {
  const router = useRouter();
  const [hint, setHint] = useState<Hint | null>(null);

  useEffect(() => {
    refreshBy(() => {
      router.refresh();
    });
  }, [router]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onMissed = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void refresh(), gather);
    };
    const feed = new LiveFeed({
      onMissed,
      onChange: (event) => {
        onMissed();
        if (event.kind === "missed" || event.by === reader) return;
        const next = hintOf(event);
        setHint((shown) => (shown && isOfThisPage(shown) && !isOfThisPage(next) ? shown : next));
      },
    });
    return () => {
      clearTimeout(timer);
      feed.stop();
    };
  }, [reader]);

  useEffect(() => {
    if (!hint) return;
    const timer = setTimeout(() => {
      setHint(null);
    }, shownFor);
    return () => {
      clearTimeout(timer);
    };
  }, [hint]);

  return (
    <div className="flex min-w-0 items-center gap-2 text-xs">
      <ContactNote />
      <div aria-live="polite" className="min-w-0">
        {hint && (
          <Link
            href={hint.href}
            className="flex items-center gap-1.5 truncate rounded-sm bg-selected px-2 py-1 text-accent hover:underline"
          >
            <Radio aria-hidden className="size-3.5 shrink-0" />
            <span className="truncate">{hint.text}</span>
          </Link>
        )}
      </div>
    </div>
  );
}

/** What happened to the thing on the screen is not displaced by what happens elsewhere. */
function isOfThisPage({ href }: Hint): boolean {
  return href === window.location.pathname;
}
