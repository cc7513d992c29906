import { Html, html } from './html.ts';
import { pageStyle } from './page-style.ts';

/** A page that is one file, without a script, that needs no network. */
export const page = (parts: { title: string; header: Html; main: Html | readonly Html[]; footer: Html }): Html =>
  html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${parts.title}</title>
<style>${new Html(pageStyle)}</style></head>
<body>
<header><h1>${parts.title}</h1>${parts.header}</header>
<main>${parts.main}</main>
<footer>${parts.footer}</footer>
</body>
</html>
`;
