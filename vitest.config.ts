import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (name: string, entry = 'index') =>
  fileURLToPath(new URL(`./packages/${name}/src/${entry}.ts`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: {
      '@posterity/engine/fitting': source('engine', 'fitting'),
      '@posterity/engine': source('engine'),
      '@posterity/report/page': source('report', 'page'),
      '@posterity/report': source('report'),
      posterity: source('posterity'),
    },
  },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['default', './tests/closingLine.ts'],
  },
});
