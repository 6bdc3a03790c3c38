"use client";

import "./globals.css";

/** When even the frame of the pages fails. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body className="grid min-h-dvh place-items-center">
        <main className="text-center">
          <h1 className="text-lg font-semibold">The dashboard could not be shown</h1>
          <p className="mt-1 text-sm text-ink-soft">Clients are served all the same.</p>
          <button type="button" onClick={reset} className="link mt-3 text-sm">
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
