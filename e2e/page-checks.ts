import type { Page } from '@playwright/test';

/** What a machine can see of a page besides the findings of axe. Each gives the offenders in words; nothing is good. */

/** WCAG 2.5.8: at least 24 by 24, or so far from others that a circle of 24 around it touches none; links in text excepted. */
export const smallTargets = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const isShown = (one: Element) => {
      const { width, height } = one.getBoundingClientRect();
      return width > 1 && height > 1 && one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    };
    // What a label names is pressed by its label, too.
    const areaOf = (one: Element): DOMRect => {
      const label = one instanceof HTMLInputElement ? (one.labels?.[0] ?? null) : null;
      const [own, named] = [one.getBoundingClientRect(), label?.getBoundingClientRect()];
      if (!named) return own;
      const [left, top] = [Math.min(own.left, named.left), Math.min(own.top, named.top)];
      return new DOMRect(left, top, Math.max(own.right, named.right) - left, Math.max(own.bottom, named.bottom) - top);
    };
    const all = [
      ...document.querySelectorAll(
        'a[href], button, input:not([type="hidden"]), select, textarea, summary, [role="tab"]',
      ),
    ].filter((one) => isShown(one) && !(one instanceof HTMLInputElement && one.type === 'file'));
    const inText = (one: Element) =>
      getComputedStyle(one).display === 'inline' &&
      (one.parentElement?.textContent ?? '').trim().length > (one.textContent ?? '').trim().length;
    const small = all.filter((one) => {
      const { width, height } = areaOf(one);
      return (width < 23.5 || height < 23.5) && !inText(one);
    });
    const centre = (one: Element) => {
      const { left, top, width, height } = areaOf(one);
      return { x: left + width / 2, y: top + height / 2 };
    };
    const distance = (point: { x: number; y: number }, { left, top, right, bottom }: DOMRect) =>
      Math.hypot(Math.max(left - point.x, 0, point.x - right), Math.max(top - point.y, 0, point.y - bottom));
    return small
      .filter((one) =>
        all.some((other) => {
          if (other === one || other.contains(one) || one.contains(other)) return false;
          const reach = small.includes(other) ? 24 : 12;
          const away = small.includes(other)
            ? Math.hypot(centre(one).x - centre(other).x, centre(one).y - centre(other).y)
            : distance(centre(one), areaOf(other));
          return away < reach - 0.5;
        }),
      )
      .map(
        (one) => `${one.outerHTML.slice(0, 120)} ${Math.round(areaOf(one).width)}x${Math.round(areaOf(one).height)}`,
      );
  });

/** WCAG 1.4.12: with wider lines, letters and words no text is cut off. */
export async function clippedText(page: Page): Promise<readonly string[]> {
  const style = await page.evaluateHandle(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }',
    );
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return sheet;
  });
  const found = await page.evaluate(() =>
    [...document.querySelectorAll('main *, header *, nav *')]
      .filter((one) => {
        if (!(one instanceof HTMLElement) || !one.checkVisibility({ visibilityProperty: true })) return false;
        const { overflowX, overflowY, textOverflow, webkitLineClamp } = getComputedStyle(one);
        const { width, height } = one.getBoundingClientRect();
        // An ellipsis says that there is more; what only screen readers get is one pixel large.
        if (
          textOverflow === 'ellipsis' ||
          webkitLineClamp !== 'none' ||
          width <= 1 ||
          height <= 1 ||
          (one.textContent ?? '').trim() === ''
        )
          return false;
        const cutBelow = overflowY === 'hidden' || overflowY === 'clip';
        const cutBeside = overflowX === 'hidden' || overflowX === 'clip';
        return (
          (cutBelow && one.scrollHeight > one.clientHeight + 1) || (cutBeside && one.scrollWidth > one.clientWidth + 1)
        );
      })
      .map((one) => one.outerHTML.slice(0, 160)),
  );
  await style.evaluate((sheet) => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  });
  return found;
}

/** Names of what still moves; for readers who asked that nothing does. */
export const runningAnimations = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    document
      .getAnimations()
      .filter((one) => one.playState === 'running' && Number(one.effect?.getComputedTiming().endTime ?? 0) > 0)
      .map((one) => (one instanceof CSSAnimation ? one.animationName : one.constructor.name)),
  );

/** Each chart that is a picture has a table with its numbers. */
export const picturesWithoutTable = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('svg[data-chart]')]
      .filter((one) => !one.closest('figure, section')?.querySelector('table'))
      .map((one) => one.outerHTML.slice(0, 120)),
  );

/** What every page has: one h1, a title that says the product, a language, one main. */
export const pageFrame = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => [
    ...(document.querySelectorAll('h1').length === 1 ? [] : [`${document.querySelectorAll('h1').length} h1`]),
    ...(document.title.endsWith('Countersign') ? [] : [`title ${document.title}`]),
    ...(document.documentElement.lang ? [] : ['no language']),
    ...(document.querySelectorAll('main').length === 1 ? [] : [`${document.querySelectorAll('main').length} main`]),
  ]);
