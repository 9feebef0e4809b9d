import type { Id } from '#platform/ids.ts';
import { CATEGORIES, type Category } from '../categories.ts';
import { isSegmentOffered } from '../segments.ts';
import { nearestWord } from './correct-typing.ts';
import type { Keywords } from './keywords.ts';

/** An offer as the index keeps it. */
export type IndexedOffer = Readonly<{
  offerId: Id<'offer'>;
  productId: Id<'product'>;
  /** Title of the product. */
  title: string;
  category: string;
  segment: string;
  isTrial: boolean;
  isAddOn: boolean;
  /** Text of `searchable`: the titles, then the vendor's ids. */
  searchText: string;
  /** Words that find it beside those of that text, and count for less; see `keywords.ts`. */
  keywords?: Keywords;
  /** The vendor's ids as words of that text. */
  idWords: readonly string[];
  /** Milliseconds since 1970; the end is exclusive. */
  soldFromMs: number;
  soldUntilMs: number;
  /** The same for each market and currency, by `IT:EUR`. */
  soldIn: Readonly<Record<string, readonly [fromMs: number, untilMs: number]>>;
}>;

export type IndexQuery = Readonly<{
  /** As `searchWords` returns them; none: every product. */
  words: readonly string[];
  /** The least share of the words that an offer has, whole words counting most; 1: every word, if only as a part. */
  shareMin: number;
  atMs: number;
  /** Market and currency of the account, `IT:EUR`. */
  market: string;
  category: string | undefined;
  segment: string | undefined;
  /** Products to skip, and to return at most. */
  offset: number;
  limit: number;
}>;

export type IndexAnswer = Readonly<{
  products: readonly IndexedProduct[];
  total: number;
  /** Products found in the segment, by category, in the order of the marketplace. */
  categories: readonly { category: Category; count: number }[];
  /** Products found in the category, by segment, the most frequent first. */
  segments: readonly { segment: string; count: number }[];
}>;

/** A product with its offers that were found. */
type IndexedProduct = Readonly<{
  productId: Id<'product'>;
  offerIds: Id<'offer'>[];
  segments: string[];
  hasTrial: boolean;
  isAddOn: boolean;
}>;

/** How a typed word is found in a text, in tenths: as a whole word, as the beginning of one, inside one. */
const WHOLE = 10;
const BEGINNING = 9;
const INSIDE = 7;
/** A keyword is no word of the title: it is worth less than a part of one. */
const KEYWORD = { main: 6, also: 5 } as const;
/** Shorter words must begin a word: "e3" is not in "one34". */
const INSIDE_LENGTH_MIN = 4;
/** Ids are many, each of one offer, and looked through only for what may be a part of one. */
const MAY_BE_ID = /^(?=.*\d).{4}/;

type Entry = Readonly<{ offer: IndexedOffer; product: Product; firstWord: string }>;

type Product = {
  readonly productId: Id<'product'>;
  /** Position in the list of products. */
  readonly place: number;
  title: string;
  category: string;
  /** Positions of its offers in the list of entries. */
  entries: number[];
};

/** The offers that have a word, as positions in the list of entries; those of replaced entries are passed over. */
type Postings = Map<string, number[]>;

/**
 * The words of all offers with the offers that have them, in memory. Every question is answered without the database;
 * the numbers of products that the filters show come with each answer.
 */
export class SearchIndex {
  #entries: (Entry | undefined)[] = [];
  readonly #positions = new Map<string, number>();
  readonly #products: Product[] = [];
  readonly #productsById = new Map<string, Product>();
  #titleWords: Postings = new Map();
  #idWords: Postings = new Map();
  #keywords: Record<keyof Keywords, Postings> = { main: new Map(), also: new Map() };
  #replacedCount = 0;
  /** Adds an offer, or replaces the one with its id. */
  put(offer: IndexedOffer): void {
    const before = this.#positions.get(offer.offerId);
    if (before !== undefined) this.#remove(before);
    const product = this.#productOf(offer);
    const position = this.#entries.length;
    this.#addEntry({ offer, product, firstWord: offer.searchText.split(' ', 1)[0] ?? '' }, position);
    if (this.#replacedCount > this.#entries.length / 2) this.#compact();
  }

  /** The word of a title that was most likely meant; a word similar to none stays as it is. */
  correct(word: string): string {
    return nearestWord(word, this.#titleWords.keys()) ?? nearestWord(word, this.#keywords.main.keys()) ?? word;
  }

  find(query: IndexQuery): IndexAnswer {
    const scores = this.#scoresOf(query.words);
    const found = this.#collect(query, scores);
    const places = this.#best(found, query);
    return {
      products: places.map((place) => this.#shown(place, query, scores)),
      total: found.places.length,
      categories: CATEGORIES.flatMap((category) => {
        const count = found.categories.get(category);
        return count === undefined ? [] : [{ category, count }];
      }),
      segments: [...found.segments]
        .map(([segment, { count }]) => ({ segment, count }))
        .sort((one, other) => other.count - one.count),
    };
  }

  /** Products on sale by category, in the order of the marketplace. */
  countByCategory({ atMs, market }: Pick<IndexQuery, 'atMs' | 'market'>): IndexAnswer['categories'] {
    const everything = { words: [], shareMin: 1, category: undefined, segment: undefined };
    return this.find({ ...everything, atMs, market, offset: 0, limit: 0 }).categories;
  }

  #addEntry(entry: Entry, position: number): void {
    const { offer, product } = entry;
    this.#entries[position] = entry;
    this.#positions.set(offer.offerId, position);
    product.entries.push(position);
    for (const word of new Set(offer.searchText.split(' '))) {
      const postings = MAY_BE_ID.test(word) && offer.idWords.includes(word) ? this.#idWords : this.#titleWords;
      addTo(postings, word, position);
    }
    for (const word of offer.keywords?.main ?? []) addTo(this.#keywords.main, word, position);
    for (const word of offer.keywords?.also ?? []) addTo(this.#keywords.also, word, position);
  }

  #remove(position: number): void {
    const entry = this.#entries[position];
    if (entry === undefined) return;
    entry.product.entries = entry.product.entries.filter((other) => other !== position);
    this.#entries[position] = undefined;
    this.#replacedCount += 1;
  }

  /** Without this, an index whose offers change for years would grow for years. */
  #compact(): void {
    const kept = this.#entries.filter((entry) => entry !== undefined);
    this.#entries = [];
    this.#titleWords = new Map();
    this.#idWords = new Map();
    this.#keywords = { main: new Map(), also: new Map() };
    this.#replacedCount = 0;
    for (const product of this.#products) product.entries = [];
    for (const [position, entry] of kept.entries()) this.#addEntry(entry, position);
  }

  #productOf({ productId, title, category }: IndexedOffer): Product {
    const known = this.#productsById.get(productId);
    if (known !== undefined) {
      known.title = title;
      known.category = category;
      return known;
    }
    const product = { productId, place: this.#products.length, title, category, entries: [] };
    this.#products.push(product);
    this.#productsById.set(productId, product);
    return product;
  }

  /** The sum over the words, by position of the entry; an entry without one of the words has a gap. */
  #scoresOf(words: readonly string[]): Scores {
    const sums = new Uint8Array(this.#entries.length);
    const wordCounts = new Uint8Array(this.#entries.length);
    const best = new Uint8Array(this.#entries.length);
    for (const word of words) {
      best.fill(0);
      const isInside = word.length >= INSIDE_LENGTH_MIN;
      collectBest(best, this.#titleWords, word, isInside);
      collectKeywords(best, this.#keywords.main, word, KEYWORD.main);
      collectKeywords(best, this.#keywords.also, word, KEYWORD.also);
      if (MAY_BE_ID.test(word)) collectBest(best, this.#idWords, word, isInside);
      for (let position = 0; position < best.length; position += 1) {
        const score = best[position] ?? 0;
        if (score === 0) continue;
        sums[position] = (sums[position] ?? 0) + score;
        wordCounts[position] = (wordCounts[position] ?? 0) + 1;
      }
    }
    return { sums, wordCounts };
  }

  /** One pass over the offers: the products found, what decides their order, and the counts beside the filters. */
  #collect(query: IndexQuery, scores: Scores): Found {
    const { words, category, segment } = query;
    const productCount = this.#products.length;
    const found: Found = {
      places: [],
      scores: new Uint8Array(productCount),
      drawbacks: new Uint8Array(productCount).fill(NOT_FOUND),
      categories: new Map(),
      segments: new Map(),
    };
    const inCategories = new Uint8Array(productCount);
    const [firstWord = ''] = words;
    for (let position = 0; position < this.#entries.length; position += 1) {
      const entry = this.#entries[position];
      if (entry === undefined || !isFound(entry, position, query, scores)) continue;
      const { offer, product, firstWord: begins } = entry;
      const isInSegment = segment === undefined || offer.segment === segment;
      const isInCategory = category === undefined || product.category === category;
      if (isInSegment && inCategories[product.place] === 0) {
        inCategories[product.place] = 1;
        found.categories.set(product.category, (found.categories.get(product.category) ?? 0) + 1);
      }
      if (isInCategory) countOnce(found.segments, offer.segment, product.place, productCount);
      if (!isInSegment || !isInCategory) continue;
      const drawbacks = Number(offer.isTrial) * 4 + Number(!begins.startsWith(firstWord)) * 2 + Number(offer.isAddOn);
      const before = found.drawbacks[product.place] ?? NOT_FOUND;
      if (before === NOT_FOUND) found.places.push(product.place);
      // A product has a drawback that all its offers have, and the score of the best of them.
      found.drawbacks[product.place] = before & drawbacks;
      found.scores[product.place] = Math.max(found.scores[product.place] ?? 0, scores.sums[position] ?? 0);
    }
    return found;
  }

  /**
   * The page that is asked for, the best match first; of equals paid before trial, whole plans before add-ons, and
   * then short titles before long ones, or without words the order of the categories.
   */
  #best({ places, scores, drawbacks }: Found, { words, offset, limit }: IndexQuery): number[] {
    const sizeOf = ({ title, category }: Product) =>
      words.length === 0 ? (CATEGORY_PLACES.get(category) ?? CATEGORIES.length) : title.length;
    const ranked = places.map((place) => {
      const missed = words.length * WHOLE - (scores[place] ?? 0);
      const size = Math.min(sizeOf(productAt(this.#products, place)), SIZE_SPAN - 1);
      return { place, rank: (missed * 8 + (drawbacks[place] ?? 0)) * SIZE_SPAN + size };
    });
    const compare = (one: Ranked, other: Ranked) =>
      one.rank - other.rank ||
      compareProducts(productAt(this.#products, one.place), productAt(this.#products, other.place));
    return firstOf(ranked, offset + limit, compare)
      .slice(offset)
      .map(({ place }) => place);
  }

  #shown(place: number, query: IndexQuery, scores: Scores): IndexedProduct {
    const product = productAt(this.#products, place);
    const offers = product.entries
      .filter((position) => isFound(entryAt(this.#entries, position), position, query, scores))
      .map((position) => entryAt(this.#entries, position).offer)
      .filter((offer) => query.segment === undefined || offer.segment === query.segment);
    return {
      productId: product.productId,
      offerIds: offers.map(({ offerId }) => offerId),
      segments: [...new Set(offers.map(({ segment }) => segment))].sort(),
      hasTrial: offers.some(({ isTrial }) => isTrial),
      isAddOn: offers.every(({ isAddOn }) => isAddOn),
    };
  }
}

type Scores = Readonly<{ sums: Uint8Array; wordCounts: Uint8Array }>;

/** More than three drawbacks can be: every bit is set, so that the first offer's drawbacks replace it. */
const NOT_FOUND = 255;
/** Titles have fewer letters. */
const SIZE_SPAN = 2 ** 12;
const CATEGORY_PLACES = new Map<string, number>(CATEGORIES.map((category, place) => [category, place]));

/** By position of the product: scores, and drawbacks as bits. */
type Found = Readonly<{
  /** Positions of the products found. */
  places: number[];
  scores: Uint8Array;
  drawbacks: Uint8Array;
  categories: Map<string, number>;
  segments: Map<string, { count: number; seen: Uint8Array }>;
}>;

type Ranked = Readonly<{ place: number; rank: number }>;

function isFound({ offer }: Entry, position: number, query: IndexQuery, scores: Scores): boolean {
  const { words, shareMin, atMs, market } = query;
  const isMatch =
    shareMin === 1
      ? scores.wordCounts[position] === words.length
      : (scores.sums[position] ?? 0) >= shareMin * words.length * WHOLE;
  if (!isMatch || offer.soldFromMs > atMs || offer.soldUntilMs <= atMs) return false;
  if (!isSegmentOffered(offer.segment, market)) return false;
  const [fromMs, untilMs] = offer.soldIn[market] ?? NEVER;
  return fromMs <= atMs && untilMs > atMs;
}

const NEVER = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as const;

function productAt(products: readonly Product[], place: number): Product {
  const product = products[place];
  if (product === undefined) throw new Error(`no product at ${place}`);
  return product;
}

function entryAt(entries: readonly (Entry | undefined)[], position: number): Entry {
  const entry = entries[position];
  if (entry === undefined) throw new Error(`no offer at ${position}`);
  return entry;
}

function compareProducts(one: Product, other: Product): number {
  const compareTexts = (left: string, right: string) => (left < right ? -1 : Number(left > right));
  return compareTexts(one.title, other.title) || compareTexts(one.productId, other.productId);
}

/** The first of some values in order. Sorting twenty thousand for a page of twenty-five would hold the thread. */
function firstOf<Value>(
  values: readonly Value[],
  count: number,
  compare: (one: Value, other: Value) => number,
): Value[] {
  if (count * 8 >= values.length) return values.toSorted(compare).slice(0, count);
  const first: Value[] = [];
  for (const value of values) {
    const last = first[count - 1];
    if (last !== undefined && compare(last, value) <= 0) continue;
    let low = 0;
    let high = first.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const known = first[middle];
      if (known !== undefined && compare(known, value) <= 0) low = middle + 1;
      else high = middle;
    }
    first.splice(low, 0, value);
    if (first.length > count) first.pop();
  }
  return first;
}

function collectBest(best: Uint8Array, postings: Postings, word: string, isInside: boolean): void {
  for (const [known, positions] of postings) {
    const at = isInside ? known.indexOf(word) : Number(!known.startsWith(word)) * -1;
    if (at === -1) continue;
    const score = known.length === word.length ? WHOLE : at === 0 ? BEGINNING : INSIDE;
    for (const position of positions) if (score > (best[position] ?? 0)) best[position] = score;
  }
}

/** A keyword is meant as a whole, or begun by four letters or more. */
function collectKeywords(best: Uint8Array, keywords: Postings, word: string, score: number): void {
  for (const [known, positions] of keywords) {
    if (known !== word && !(word.length >= INSIDE_LENGTH_MIN && known.startsWith(word))) continue;
    for (const position of positions) if (score > (best[position] ?? 0)) best[position] = score;
  }
}

function addTo(postings: Postings, word: string, position: number): void {
  const found = postings.get(word);
  if (found === undefined) postings.set(word, [position]);
  else found.push(position);
}

function countOnce(segments: Found['segments'], segment: string, place: number, productCount: number): void {
  const counted = segments.get(segment) ?? { count: 0, seen: new Uint8Array(productCount) };
  segments.set(segment, counted);
  if (counted.seen[place] === 1) return;
  counted.seen[place] = 1;
  counted.count += 1;
}
