import { readFileSync } from 'node:fs';
import { ENGINE_EVENT_TYPES } from '../src/webhooks/webhook-handlers.js';

test('docs/operations.md lists the events that an endpoint has to send, in their order', () => {
  const [, list = ''] = /```text\n([a-z_.\n]+)```/.exec(readFileSync('docs/operations.md', 'utf8')) ?? [];
  expect(list.trim().split('\n')).toEqual([...ENGINE_EVENT_TYPES]);
});
