import { readTime } from '../../der-reader.ts';
import { TAG } from '../../der-writer.ts';
import { errorIf, warningIf } from '../lint.ts';
import type { CrlLint } from './crl-lint.ts';

export const crlUpdateTimes: CrlLint = {
  id: 'crl/update-times',
  field: 'nextUpdate',
  source: 'RFC 5280 §5.1.2.4, §5.1.2.5',
  check: (list, { now }) => {
    const { thisUpdate, nextUpdate } = list;
    if (nextUpdate === null)
      return errorIf(true, 'The list has no end (nextUpdate), so it would count for ever.', 'Add nextUpdate.');
    const [begin, end] = [readTime(thisUpdate, 'thisUpdate'), readTime(nextUpdate, 'nextUpdate')];
    return [
      ...[thisUpdate, nextUpdate].flatMap((element) =>
        errorIf(
          element.tag === TAG.generalizedTime && readTime(element, 'Time').getUTCFullYear() < 2050,
          'A time before 2050 is not UTCTime.',
          'Encode the time by its year.',
        ),
      ),
      ...errorIf(end <= begin, 'The list ends before it begins.', 'Choose an end after the beginning.'),
      ...errorIf(
        begin.getTime() > now.getTime() + 3_600_000,
        'The list begins in the future; programs refuse it until then.',
        'Correct the clock of the authority.',
      ),
      ...warningIf(
        end.getTime() - begin.getTime() > 366 * 86_400_000,
        'The list lives longer than a year; a revocation may stay unnoticed that long.',
        'Publish a new list at least every month.',
      ),
    ];
  },
};
