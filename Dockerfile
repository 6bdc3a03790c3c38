# The whole service: front, pages and worker. Build it from a clone: docker build -t aus3 .
# The embedded PostgreSQL is not for containers: DATABASE_URL has to be set.

FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY lib/boot lib/boot
RUN node lib/boot/run.mjs install
COPY . .
RUN node lib/boot/run.mjs build

FROM node:22-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
COPY --from=build --chown=node:node /app /app
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
# Clients' answers finish first: see "What runs" in docs/operations.md.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/__lbheartbeat__`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "lib/boot/run.mjs", "start"]
