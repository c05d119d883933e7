import { createHash } from 'node:crypto';
import type { HandoverPageView } from '../../services/read-handover.ts';
import { STEP_TITLES } from '../../services/snippets.ts';
import type { Snippet } from '../../services/views.ts';
import { escapeHtml, type Html, html } from './html.ts';
import { TRUST_STYLE } from './trust-style.ts';

const STYLE = `${TRUST_STYLE}
dl{margin:0;display:grid;gap:.25rem 1.5rem;grid-template-columns:minmax(0,1fr)}dt{color:var(--muted);font-size:.875rem}dd{margin:0 0 .5rem}
@media(min-width:44rem){dl{grid-template-columns:11rem minmax(0,1fr)}}
form{display:flex;flex-direction:column;gap:.5rem;align-items:flex-start}label{font-weight:600}
input{font:1.125rem ui-monospace,monospace;padding:.5rem .75rem;border:1px solid var(--muted);border-radius:6px;background:var(--bg);color:var(--text);width:9rem}
button{font:600 1rem ui-sans-serif,system-ui,sans-serif;padding:.625rem 1.25rem;border:0;border-radius:6px;background:var(--accent);color:var(--bg);cursor:pointer;min-height:44px}
.note{border-inline-start:3px solid var(--accent);padding-inline-start:.75rem}
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');
/** Nothing but the style in the page, and a form that goes back to it. */
export const HANDOVER_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;

/** The page for one party as one HTML text; `refusal`: what was wrong with the group that was typed. */
export function handoverPage(token: string, view: HandoverPageView, refusal: string | null = null): string {
  const title = `${view.connectionName}: files for the ${view.side}`;
  return document(
    refusal === null ? title : `Error: ${title}`,
    html`<header><p class="by">${view.organisation}</p><h1>${title}</h1><p class="lead">${view.about} This page is for the ${view.side} only and is here until ${dayOf(view.expiresAt)}.</p></header>
${anchor(view)}${collect(token, view, refusal)}${own(view)}${files(token, view)}${configuration(view)}${addresses(view)}`,
  );
}

export function handoverErrorPage(status: number, message: string): string {
  const title = TITLES[status as keyof typeof TITLES] ?? 'That did not work';
  return document(title, html`<header><h1>${title}</h1><p class="lead">${message}</p></header>`);
}

const TITLES = { 404: 'Not found', 410: 'It is not here any more', 429: 'Too many requests' } as const;

function collect(token: string, { file, outdated, side }: HandoverPageView, refusal: string | null): Html {
  if (file === null) return html``;
  const words = {
    waiting: html`<form method="post" action="/handover/${token}" autocomplete="off"><label for="code">First group of the passphrase</label>${
      refusal === null ? html`` : html`<p class="bad" id="code-error" role="alert">${refusal}</p>`
    }<input id="code" name="code" required maxlength="5" minlength="5" autocapitalize="none" autocorrect="off" spellcheck="false" autocomplete="off" aria-describedby="code-help${
      refusal === null ? '' : ' code-error'
    }"${refusal === null ? html`` : html` aria-invalid="true"`}><p class="muted" id="code-help">The 5 characters before the first dash. The rest is never asked for here: it opens the key on your machine.</p><button>Download ${file.name}</button></form>
<p class="note">It works once. Be on the machine that is to use the files, and keep what you get: afterwards nobody can fetch it again.</p>
<p>This page is plain HTTP, so the key in the file is encrypted under the passphrase. Have the SHA-256 of the file read to you by whoever sent the link, and compare it after the download:</p><p class="groups">${groups(file.sha256).map((group) => html`<code>${group}</code> `)}</p>`,
    collected: html`<p class="bad"><strong>It was collected${file.collectedAt ? ` on ${dayOf(file.collectedAt)}` : ''}, which works once.</strong></p><p>If that was not you, tell whoever sent the link at once: the key has to be replaced.</p>`,
    locked: html`<p class="bad"><strong>The first group was wrong too often, so the file is gone.</strong></p><p>Ask whoever sent the link for a new one.</p>`,
    gone: html`<p><strong>The file is not here any more.</strong></p><p>Ask whoever sent the link for a new one.</p>`,
  } satisfies Record<typeof file.state, Html>;
  return html`<section class="card" aria-labelledby="collect"><h2 id="collect">Collect the files with the key</h2>${
    outdated && file.state === 'waiting'
      ? html`<p class="bad"><strong>The ${side} has a newer certificate by now: the file holds the one before.</strong></p>`
      : html``
  }${words[file.state]}</section>`;
}

function anchor({ anchor: root, side, own: mine }: HandoverPageView): Html {
  const other = side === 'server' ? (mine ? 'client' : 'clients') : 'server';
  return html`<section class="card" aria-labelledby="anchor"><h2 id="anchor">Compare first: ${root.name}</h2>
<p>You are to trust this root for the ${other}. Anyone between you and this page could have changed it: compare its fingerprint with the one you are told another way, in person or by telephone. When one group differs, install nothing.</p>
<h3>Fingerprint (SHA-256)</h3><p class="groups">${root.sha256Groups.map((group) => html`<code>${group}</code> `)}</p><p class="muted">Valid until ${dayOf(root.notAfter)}</p></section>`;
}

function own({ own: mine, side }: HandoverPageView): Html {
  if (mine === null)
    return html`<section class="card" aria-labelledby="own"><h2 id="own">Your certificate</h2><p>The clients of this connection present none: they only check the server.</p></section>`;
  return html`<section class="card" aria-labelledby="own"><h2 id="own">The ${side}'s certificate: ${mine.displayName}</h2>${
    mine.revoked ? html`<p class="bad"><strong>It is revoked. Do not use it; ask for a new one.</strong></p>` : html``
  }<dl><dt>Names</dt><dd>${
    mine.names.length === 0
      ? mine.displayName
      : mine.names.map(({ value }, at) => html`${at > 0 ? ', ' : ''}<code>${value}</code>`)
  }</dd><dt>Valid</dt><dd>${dayOf(mine.notBefore)} to ${dayOf(mine.notAfter)}</dd><dt>Serial number</dt><dd><code>${mine.serialNumber}</code></dd><dt>Fingerprint (SHA-256)</dt><dd class="groups">${mine.sha256Groups.map((group) => html`<code>${group}</code> `)}</dd></dl></section>`;
}

function files(token: string, { files: all }: HandoverPageView): Html {
  return html`<section class="card" aria-labelledby="files"><h2 id="files">Public files</h2><p class="muted">No key is in them.</p><ul class="files">${all.map(
    ({ name, description }) =>
      html`<li><a href="/handover/${token}/${name}" download>${name}</a> <span class="muted">${description}</span></li>`,
  )}</ul></section>`;
}

function configuration({ snippets }: HandoverPageView): Html {
  if (snippets.length === 0) return html``;
  return html`<section aria-labelledby="configuration"><h2 id="configuration">Configuration</h2><p class="muted">For the software that you have. The names in it are those of the files above.</p>${snippets.map(software)}</section>`;
}

function software(snippet: Snippet): Html {
  const { label, executed, checked, notChecked, refused, files: parts } = snippet;
  if (refused !== null)
    return html`<details class="card"><summary>${label}</summary><p><strong>It cannot be written for these names.</strong> ${refused}</p></details>`;
  return html`<details class="card"><summary>${label}</summary><p>${executed === null ? 'Not executed.' : `Executed with ${executed}.`}</p><p>Checked: ${checked}</p>${notChecked.map(
    (sentence) => html`<p>Not checked: ${sentence}</p>`,
  )}${parts.map(({ path, step, text }) => {
    const title = path ?? STEP_TITLES[step];
    return html`<h3>${title}</h3><pre tabindex="0" role="region" aria-label="${label}: ${title}"><code>${text}</code></pre>`;
  })}</details>`;
}

function addresses({ addresses: all }: HandoverPageView): Html {
  return html`<section class="card" aria-labelledby="addresses"><h2 id="addresses">Where revocation is asked for</h2><dl>${all.map(
    ({ label, url }) => html`<dt>${label}</dt><dd><code>${url}</code></dd>`,
  )}</dl></section>`;
}

const groups = (hex: string): readonly string[] => hex.toUpperCase().match(/.{1,8}/g) ?? [];
const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

function document(title: string, body: Html): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex, nofollow, noarchive"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main>${body.text}</main></body></html>
`;
}
