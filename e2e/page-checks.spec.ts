import { expect, test } from '@playwright/test';
import { clippedText, pageFrame, picturesWithoutTable, runningAnimations, smallTargets } from './page-checks.ts';

test('the checks find what is planted', async ({ page }) => {
  const put = (body: string) =>
    page.setContent(`<!doctype html><html><head><title>x</title></head><body><main>${body}</main></body></html>`);
  await put('<button>a</button>');
  await put('<style>button{width:16px;height:16px;padding:0;border:0}</style><button>a</button><button>b</button>');
  expect((await smallTargets(page)).length).toBe(2);
  await put(
    '<style>button{width:16px;height:16px;padding:0;border:0;margin:12px}</style><button>a</button><button>b</button>',
  );
  expect(await smallTargets(page)).toEqual([]);
  await put('<p>In <a href="#">text</a> a link is small.</p>');
  expect(await smallTargets(page)).toEqual([]);
  await put(
    '<style>div{height:20px;overflow:hidden;font:14px/20px sans-serif;width:60px;white-space:nowrap}</style><div>abcdefgh</div>',
  );
  expect((await clippedText(page)).length).toBe(1);
  await put('<style>@keyframes turn{to{opacity:0}} div{animation:turn 2s infinite}</style><div>a</div>');
  expect(await runningAnimations(page)).toEqual(['turn']);
  await put('<figure><svg data-chart></svg></figure>');
  expect((await picturesWithoutTable(page)).length).toBe(1);
  await put('<h1>a</h1><h1>b</h1>');
  expect(await pageFrame(page)).toEqual(['2 h1', 'title x', 'no language']);
});
