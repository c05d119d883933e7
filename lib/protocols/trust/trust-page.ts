import { createHash } from 'node:crypto';
import type { TrustPlatform, TrustStep } from '../../pki/trust/trust-steps.ts';
import type { ChosenRoot, TrustPortalView, TrustRootView } from '../../services/trust-portal.ts';
import { PROOF_WORDS } from '../../services/trust-words.ts';
import { escapeHtml, type Html, html } from './html.ts';
import { TRUST_STYLE } from './trust-style.ts';

const STYLE_HASH = createHash('sha256').update(TRUST_STYLE).digest('base64');
/** Nothing but the style that is in the page. */
export const TRUST_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The public page as one HTML text; everything that a person wrote is escaped by `html`. */
export function trustPage(view: TrustPortalView): string {
  const { words, chosen, organisation } = view;
  return document(
    chosen ? `${words.title}: ${chosen.name}` : words.title,
    html`<header><p class="by">${organisation}</p><h1>${words.title}</h1><p class="lead">${words.lead}</p></header>
${
  chosen
    ? html`${choice(view)}${fingerprint(view, chosen)}${proof(view)}${downloads(view, chosen)}${platforms(chosen)}`
    : html`<section class="card"><h2>${words.empty}</h2><p>${words.emptyWhy}</p></section>`
}`,
  );
}

/** What the proof's address shows. */
export function proofPage(rootName: string): string {
  return document(
    'Trusted',
    html`<header><h1 class="good">Trusted</h1><p class="lead">${PROOF_WORDS.works} <strong>${rootName}</strong>. You came here over HTTPS with a certificate below it. If your browser warned you and you went on, it does not trust the root yet.</p></header>`,
  );
}

export function errorPage(message: string): string {
  return document('Not found', html`<header><h1>Not found</h1><p class="lead">${message}</p></header>`);
}

function choice({ hierarchies, chosen }: TrustPortalView): Html {
  return html`<nav class="card" aria-labelledby="roots"><h2 id="roots">Roots</h2>${hierarchies.map(
    ({ name, roots }) =>
      html`${roots.length > 1 ? html`<h3>${name} and what it replaced</h3>` : ''}<ul class="roots">${roots.map(
        (root) =>
          html`<li>${
            root.authorityId === chosen?.authorityId
              ? html`<a href="/trust/${root.authorityId}" aria-current="page">${root.name}</a>`
              : html`<a href="/trust/${root.authorityId}">${root.name}</a>`
          } ${root.expired ? html`<strong class="bad">Expired</strong>` : ''}<span class="muted">${until(root)}</span>${
            root.issuesThrough.length > 0
              ? html`<span class="muted">Issues through ${root.issuesThrough.join(', ')}</span>`
              : ''
          }</li>`,
      )}</ul>`,
  )}</nav>`;
}

function fingerprint({ words, page }: TrustPortalView, chosen: ChosenRoot): Html {
  return html`<section class="card" aria-labelledby="fingerprint"><h2 id="fingerprint">${chosen.name}</h2>
${chosen.expired ? html`<p class="bad"><strong>${words.expired}</strong></p>` : ''}
<div class="pair"><div><h3>Fingerprint (SHA-256)</h3>
<p class="groups">${chosen.sha256Groups.map((group) => html`<code>${group}</code> `)}</p>
<p>${words.compare}</p><p>${words.warning}</p></div>
${
  page?.qr
    ? html`<figure><svg role="img" aria-label="QR code of ${page.url}" viewBox="0 0 ${page.qr.size} ${page.qr.size}"><rect width="100%" height="100%" fill="#fff"/><path d="${page.qr.path}" fill="#000"/></svg><figcaption>${words.qr} <code>${page.url}</code></figcaption></figure>`
    : ''
}</div></section>`;
}

/** A picture that comes over HTTPS is the test that needs no script: where the root is not trusted, its other text stands there. */
function proof({ proof: { url, words } }: TrustPortalView): Html {
  return html`<section class="card" aria-labelledby="proof"><h2 id="proof">${words.title}</h2>${
    url
      ? html`<p class="proof"><img src="${url}/trusted.svg" width="260" height="28" alt="${words.pictureMissing}"></p><p>${words.ifMissing}</p><ol>${words.reasons.map((reason) => html`<li>${reason}</li>`)}</ol><p>${words.open} <a href="${url}">${url}</a></p>`
      : html`<p>${words.offPublic}</p>`
  }</section>`;
}

function downloads({ words }: TrustPortalView, { files, authorityId }: ChosenRoot): Html {
  return html`<section class="card" aria-labelledby="files"><h2 id="files">Downloads</h2><ul class="files">${files.map(
    (file) =>
      html`<li><a href="/trust/${authorityId}/${file.name}" download>${file.label}</a> <code>${file.name}</code></li>`,
  )}</ul><p class="muted">${words.scripts}</p></section>`;
}

function platforms(chosen: ChosenRoot): Html {
  return html`<section aria-labelledby="steps"><h2 id="steps">Steps</h2>${chosen.platforms.map((platform, at) =>
    onePlatform(platform, chosen, at === 0 && platform.likely),
  )}</section>`;
}

function onePlatform({ id, title, likely, steps, remove }: TrustPlatform, chosen: ChosenRoot, open: boolean): Html {
  return html`<details class="card" id="${id}"${open ? html` open` : ''}><summary>${title}${
    likely ? html` <span class="likely">probably yours</span>` : ''
  }</summary><ol>${steps.map((step) => html`<li>${oneStep(step, chosen)}</li>`)}</ol><h3>Take it away</h3>${oneStep(remove, chosen)}</details>`;
}

function oneStep({ say, command, file }: TrustStep, { authorityId }: ChosenRoot): Html {
  return html`<p>${say}</p>${
    file ? html`<p><a href="/trust/${authorityId}/${file}" download>${file}</a></p>` : ''
  }${command ? html`<pre tabindex="0"><code>${command}</code></pre>` : ''}`;
}

function until({ expired, notAfter }: TrustRootView): string {
  return `${expired ? 'Expired on' : 'Valid until'} ${notAfter.toISOString().slice(0, 10)}`;
}

function document(title: string, body: Html): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escapeHtml(title)}</title><style>${TRUST_STYLE}</style></head>
<body><main>${body.text}</main></body></html>
`;
}
