/** The colours of the console, by their roles; contrast was computed there. No fonts are fetched. */
export const TRUST_STYLE = `
:root{color-scheme:light dark;--bg:light-dark(#fff,#0e1116);--card:light-dark(#fff,#12161d);--subtle:light-dark(#f7f8fa,#151a21);--text:light-dark(#14181f,#e8ecf2);--muted:light-dark(#505a69,#a3aebd);--accent:light-dark(#2450c8,#8dabff);--tint:light-dark(#edf2fe,#18213a);--line:light-dark(#d8dce3,#2c3440);--bad:light-dark(#b3201f,#ff8f87);--good:light-dark(#0b6b3a,#5fd38f)}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:1rem/1.5 ui-sans-serif,system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:60rem;margin:0 auto;padding:2rem 1rem 4rem;display:flex;flex-direction:column;gap:1rem}
h1,h2,h3,p{margin:0}h1{font-size:1.75rem;line-height:2.25rem}h2{font-size:1.125rem}h3{font-size:.9375rem}
.by,.muted{color:var(--muted)}.muted{font-size:.875rem}.lead{max-width:44rem;margin-top:.5rem}
img{max-width:100%;height:auto;vertical-align:middle}.proof{font-weight:600;color:var(--bad)}
.bad{color:var(--bad)}.good{color:var(--good)}
a{color:var(--accent);text-underline-offset:.2em}a:hover{text-decoration-thickness:2px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:1.25rem;min-width:0;display:flex;flex-direction:column;gap:.75rem}
section:not(.card){display:flex;flex-direction:column;gap:.75rem}
ul{list-style:none;margin:0;padding:0;display:flex;flex-direction:column;gap:.5rem}
ol{margin:0;padding-inline-start:1.5rem;display:flex;flex-direction:column;gap:1rem}
.roots li{display:flex;flex-wrap:wrap;gap:0 1rem;align-items:baseline}.roots a{padding:.25rem 0}.roots [aria-current]{font-weight:600}
.files li{display:flex;flex-wrap:wrap;gap:0 .75rem}.files a{padding:.125rem 0}
.pair{display:grid;gap:1.5rem;grid-template-columns:minmax(0,1fr)}.pair>div{display:flex;flex-direction:column;gap:.75rem}
@media(min-width:44rem){.pair{grid-template-columns:minmax(0,1fr) 13rem}}
.groups{display:grid;grid-template-columns:repeat(2,max-content);gap:.25rem 1rem;font-size:1.125rem}
@media(min-width:44rem){.groups{grid-template-columns:repeat(4,max-content)}}
code,pre{font-family:ui-monospace,monospace;font-variant-ligatures:none}code{font-size:.875em}
pre{margin:.5rem 0 0;padding:.75rem 1rem;background:var(--subtle);border:1px solid var(--line);border-radius:6px;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere}
figure{margin:0;font-size:.875rem;color:var(--muted);max-width:13rem}figure svg{display:block;width:100%;margin-bottom:.5rem;border:1px solid var(--line);border-radius:6px}
summary{font-weight:600;cursor:pointer;padding:.25rem 0}details.card{display:block;padding:.75rem 1.25rem}details ol{margin:.75rem 0}details h3{margin-bottom:.25rem}
.likely{font-weight:400;font-size:.8125rem;color:var(--accent);background:var(--tint);border-radius:4px;padding:.125rem .5rem;margin-inline-start:.5rem;white-space:nowrap}
`;
