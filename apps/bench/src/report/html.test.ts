import { expect, test } from 'vitest';
import { html } from './html.ts';

test('what is put into HTML is escaped, what is HTML is not', () => {
  expect(html`<p title="${'"a" & b'}">${'<script>'}${html`<b>${1}</b>`}</p>`.text).toBe(
    '<p title="&quot;a&quot; &amp; b">&lt;script&gt;<b>1</b></p>',
  );
});

test('lists are joined, and what is undefined or false leaves nothing', () => {
  expect(html`${[html`<i>`, 'x']}${undefined}${false}${0}`.text).toBe('<i>x0');
});
