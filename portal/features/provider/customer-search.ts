import { type SQL, sql } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';

/** What a search of customers typed, as the database is asked for it. */
export type CustomerSearch = Readonly<{
  /** A condition on `account`. */
  condition: SQL;
  /** False: some word begins no word of any customer. */
  isPossible: boolean;
}>;

/** A word with more hits than this is looked up account by account, in the order of the list. */
const HITS_MAX = 2_000;
const WORDS_MAX = 8;
/** Above every letter: the end of the range of words that begin with a text. */
const LAST_LETTER = '\u{10FFFF}';

/**
 * Customers of whom each word typed begins a word: of their name, city or VAT number, of a person's name, login or
 * address, or of a tenant's domain. The rarest word decides which customers are looked at; the others are compared for
 * these alone.
 */
export async function searchCustomers(tx: Tx, typed: string): Promise<CustomerSearch> {
  const { rows } = await tx.execute<{ word: string; hits: number }>(sql`
    select typed.word, (
      select count(*)::integer from (
        select from customer_word
        where customer_word.word >= typed.word and customer_word.word < typed.word || ${LAST_LETTER}
        limit ${HITS_MAX}
      ) as hit
    ) as hits
    from unnest(words_of(${typed})) as typed (word)
    order by hits, typed.word
    limit ${WORDS_MAX}`);
  const [rarest, ...others] = rows;
  // Nothing but signs was typed.
  if (rarest === undefined) return { condition: sql`true`, isPossible: typed.trim() === '' };
  const isListed =
    rarest.hits < HITS_MAX
      ? sql`${account.id} = any(array(select account_id from customer_word where ${begins(rarest.word)}))`
      : hasWord(rarest.word);
  return {
    condition: sql.join([isListed, ...others.map(({ word }) => hasWord(word))], sql` and `),
    isPossible: rarest.hits > 0,
  };
}

function begins(word: string): SQL {
  return sql`customer_word.word >= ${word} and customer_word.word < ${word + LAST_LETTER}`;
}

/** A value that is asked for each account that is looked at; as `exists`, the database would read all words first. */
function hasWord(word: string): SQL {
  return sql`coalesce((
    select true from customer_word where customer_word.account_id = ${account.id} and ${begins(word)} limit 1
  ), false)`;
}
