# One image, two processes: docker-compose.yml runs `api` and `worker` from it, side by side and each as often as needed.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm install --include=dev --no-audit --no-fund --loglevel=error
COPY . .
RUN node scripts/build.ts && npm prune --omit=dev --no-audit --no-fund --loglevel=error

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/var/lib/procsm STORAGE_DIR=/var/lib/procsm/files
# The SDK's core checks certificates against the system's.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app /app
# A named volume takes owner and rights from the folder that it covers.
RUN mkdir -p "$STORAGE_DIR" && chown -R node:node /var/lib/procsm
USER node
EXPOSE 3000
CMD ["node", "--disable-warning=ExperimentalWarning", "api/server.ts"]
