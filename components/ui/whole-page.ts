/** Milliseconds in which a page's data has to be there. */
const patience = 30_000;

let tell: ((isWhole: boolean) => void) | null = null;
let isWatching = false;

/**
 * Has the router ask for the page's data anew. It would load the whole document when there is no answer, or another than
 * it wants, and show an error page when one is cut off, all of which takes away what somebody typed. Here such a request
 * just never ends: what was shown stays, until it is asked again.
 * @returns whether all of it came
 */
export function fetchWhole(refresh: () => void): Promise<boolean> {
  if (!isWatching) watchRequests();
  isWatching = true;
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patience, false);
    tell = (isWhole) => {
      clearTimeout(timer);
      resolve(isWhole);
    };
    refresh();
  });
}

function watchRequests(): void {
  const send = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    if (!isForWholePage(new Headers(init?.headers))) return send(input, init);
    const told = tell;
    const end = (isWhole: boolean) => told?.(isWhole);
    const response = await send(input, init).catch(() => null);
    if (response && isOfPage(response)) return watched(response, end);
    end(false);
    return new Promise(() => undefined);
  };
}

/** Of the tree of a page, its root is marked. */
function isForWholePage(headers: Headers): boolean {
  const tree = headers.get("next-router-state-tree");
  if (headers.get("rsc") !== "1" || tree === null) return false;
  const [, , , mark] = JSON.parse(decodeURIComponent(tree)) as unknown[];
  return mark === "refetch";
}

/** A page that is gone is an answer too. One is sent elsewhere to sign in. */
function isOfPage({ status, redirected, headers }: Response): boolean {
  return status < 500 && !redirected && (headers.get("content-type") ?? "").startsWith("text/x-component");
}

function watched(response: Response, end: (isWhole: boolean) => void): Response {
  const reader = response.body?.getReader();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const read = await reader?.read().catch(() => null);
      if (read && !read.done) {
        controller.enqueue(read.value);
        return;
      }
      if (read) controller.close();
      end(read?.done === true);
    },
    cancel: (reason) => {
      // Nobody wants it any more.
      end(true);
      return reader?.cancel(reason);
    },
  });
  const { status, statusText, headers, url } = response;
  return Object.defineProperty(new Response(body, { status, statusText, headers }), "url", { value: url });
}
