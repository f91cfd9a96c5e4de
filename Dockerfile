# The service over /data: a folder of saved models, or give suite files as arguments.
FROM node:22-slim AS build
WORKDIR /app
COPY . .
RUN npm ci --no-audit --no-fund && npm run build && npm prune --omit=dev

FROM node:22-slim
WORKDIR /app
COPY --from=build /app /app
USER node
EXPOSE 8080
HEALTHCHECK CMD node -e "fetch('http://127.0.0.1:8080/health').then((it) => process.exit(it.ok ? 0 : 1), () => process.exit(1))"
ENTRYPOINT ["node", "packages/posterity/bin/posterity.js", "serve", "--host", "0.0.0.0", "--keys", "/data/keys.json"]
CMD ["/data"]
