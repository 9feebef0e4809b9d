import { numberIn } from '#platform/page.server.ts';
import { isRefusal, Refusal } from '#platform/refusal.ts';
import { CATEGORIES } from '../categories.ts';
import { OWN_OPTIONS, priceField } from '../own-services/own-options.ts';

type Option = Pick<(typeof OWN_OPTIONS)[number], 'termDuration' | 'billingCycle'>;

/** What a service is, as it was typed. Every line of a description is a paragraph. */
export function readOwnService(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const paragraphs = (name: string) =>
    text(name)
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '');
  return {
    titleIt: text('titleIt'),
    titleEn: text('titleEn'),
    descriptionIt: paragraphs('descriptionIt'),
    descriptionEn: paragraphs('descriptionEn'),
    category: CATEGORIES.find((one) => one === form.get('category')) ?? 'managedServices',
    seatCountMin: numberIn(form, 'seatCountMin'),
    seatCountMax: text('seatCountMax') === '' ? null : numberIn(form, 'seatCountMax'),
    serviceUrl: text('serviceUrl') === '' ? null : text('serviceUrl'),
  };
}

/** The options that have a price, as it was typed. */
export function readPrices(form: FormData) {
  return OWN_OPTIONS.flatMap(({ termDuration, billingCycle }) => {
    const pricePerCycle = String(form.get(priceField({ termDuration, billingCycle })) ?? '').trim();
    return pricePerCycle === '' ? [] : [{ termDuration, billingCycle, pricePerCycle }];
  });
}

/** Runs an operation whose refusals then name the fields of the form: lists are single fields there. */
export async function withFieldsOf<Result>(form: FormData, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const prices = readPrices(form);
    const fields = error.fields.map((field) => ({ ...field, path: fieldOf(field.path, prices) }));
    throw new Refusal(error.code, error.facts, fields);
  }
}

function fieldOf(path: string, prices: readonly Option[]): string {
  const [list = '', position = '0'] = path.split('.');
  if (list === 'prices') return priceField(prices[Number(position)] ?? OWN_OPTIONS[0]);
  return list === 'descriptionIt' || list === 'descriptionEn' ? list : path;
}
