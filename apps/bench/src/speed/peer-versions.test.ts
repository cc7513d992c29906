import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@flows/core';
import { afterAll, expect, test } from 'vitest';
import { peerVersions } from './peer-versions.ts';

const folder = mkdtempSync(join(tmpdir(), 'peer-versions-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('an interpreter tells what it has', async () => {
  const python = join(folder, 'python');
  writeFileSync(python, '#!/bin/sh\necho \'{"python": "3.11.7", "zuko": null}\'\n', { mode: 0o755 });
  expect(await peerVersions(python)).toEqual({ python: '3.11.7', zuko: null });
});

test.each([process.execPath, join(folder, 'absent')])('what is no Python is refused by its name', async (python) => {
  await expect(peerVersions(python)).rejects.toThrow(ConfigError);
  await expect(peerVersions(python)).rejects.toThrow(`expected --peers to be a Python interpreter, got ${python}`);
});
