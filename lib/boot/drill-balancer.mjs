// A real nginx before several nodes, as a load balancer.
import fs from "node:fs";
import path from "node:path";

/**
 * Writes nginx's configuration. A node that can't be reached or says nothing is left out for a second, and its client is
 * answered by the next.
 * @returns the arguments to start it with
 */
export function balancerConfiguration({ work, port, nodes }) {
  fs.mkdirSync(work, { recursive: true });
  const servers = nodes.map((at) => `server 127.0.0.1:${at} max_fails=1 fail_timeout=1s;`);
  const file = path.join(work, "nginx.conf");
  fs.writeFileSync(
    file,
    `${process.getuid?.() === 0 ? "user root;" : ""} daemon off; worker_processes 1;
    pid ${work}/nginx.pid; error_log ${work}/nginx.log;
    events { worker_connections 1024; }
    http {
      access_log off;
      client_body_temp_path ${work}/body; proxy_temp_path ${work}/proxy;
      fastcgi_temp_path ${work}/fastcgi; uwsgi_temp_path ${work}/uwsgi; scgi_temp_path ${work}/scgi;
      upstream nodes { ${servers.join(" ")} keepalive 32; }
      server {
        listen 127.0.0.1:${port};
        merge_slashes off;
        keepalive_requests 1000000;
        location / {
          proxy_pass http://nodes;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_set_header Host $host;
          proxy_set_header X-Forwarded-For $remote_addr;
          proxy_next_upstream error timeout;
          proxy_connect_timeout 500ms;
          proxy_read_timeout 1s;
          add_header X-Node $upstream_addr always;
        }
      }
    }
`,
  );
  return ["-c", file];
}
