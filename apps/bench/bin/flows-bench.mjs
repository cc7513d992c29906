#!/usr/bin/env node
// Runs from a clone without a build: TypeScript through tsx, packages from their sources.
import { register } from 'node:module';
import { register as registerTypeScript } from 'tsx/esm/api';

registerTypeScript();
register('./source-condition.mjs', import.meta.url);
await import('../src/main.ts');
