import type { WebProxy } from "./web-proxy";

const body = "This node answers clients only: the dashboard and the API are elsewhere.\n";
const headers = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" };

/** Stands where the pages are, on a node that has none. */
export const noPages: WebProxy = {
  handle(_request, response) {
    // What the client may still be sending is not wanted.
    response.writeHead(404, { ...headers, "Content-Length": Buffer.byteLength(body), Connection: "close" });
    response.end(body);
  },
  upgrade(_request, socket) {
    socket.on("error", () => socket.destroy());
    socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  },
};
