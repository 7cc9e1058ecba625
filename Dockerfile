# syntax=docker/dockerfile:1
# Build: docker build -t buildspy .    Run: see compose.yaml and docs/operations.md.

FROM node:20-bookworm AS build
WORKDIR /buildspy
COPY . .
RUN npm ci --no-audit --no-fund && npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:20-bookworm-slim
WORKDIR /buildspy
COPY --from=build /buildspy/package.json /buildspy/schema.graphql ./
COPY --from=build /buildspy/node_modules ./node_modules
COPY --from=build /buildspy/prisma/migrations ./prisma/migrations
COPY --from=build /buildspy/dist ./dist
RUN install -d -o node -g node -m 0700 /var/lib/buildspy
USER node
ENV NODE_ENV=production BUILDSPY_HOST=0.0.0.0 BUILDSPY_DATA=/var/lib/buildspy
VOLUME /var/lib/buildspy
EXPOSE 8080
# Ready means that the database answers; a daemon that stops says that it is not.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# A signal reaches the daemon itself, which finishes what it has accepted.
ENTRYPOINT ["node", "dist/buildspyd.js"]
