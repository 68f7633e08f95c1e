# syntax=docker/dockerfile:1
# Build: docker build -t revenue-engine .

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Compiling needs the sources, so the install does not do it by itself.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.declarations.json ./
COPY src src
COPY sandbox sandbox
COPY web web
RUN npm run build

FROM node:24.21.0-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# The package `node`, which the image itself takes the place of, would be fetched by a script.
RUN npm ci --omit=dev --ignore-scripts && rm -rf node_modules/node node_modules/.bin/node && npm cache clean --force
RUN npm run --silent sbom > sbom.cdx.json

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist/src dist/src
COPY --from=build /app/dist/sandbox dist/sandbox
COPY --from=build /app/dist/web dist/web
# Parameters of Stripe's API, for the sandbox.
COPY sandbox/spec sandbox/spec
COPY package.json plans.yaml LICENSE ./
# What is in it, in the form of CycloneDX.
COPY --from=dependencies /app/sbom.cdx.json ./
# Nothing is written: production embeds nothing.
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/livez').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--enable-source-maps", "dist/src/cli/revenue-engine.js"]
CMD ["serve"]
