import { Link, useSearchParams } from 'react-router';
import type { z } from 'zod';
import { answerPage } from '#platform/page.server.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { formatCount } from '#ui/format.ts';
import { FoundPages } from '#ui/found-pages.tsx';
import { useLocale, useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { paths } from '#ui/paths.ts';
import { PurchaseSteps } from '#ui/purchase-steps.tsx';
import { SearchBox } from '#ui/search-box.tsx';
import { readTableQuery, withParameters } from '#ui/table-query.ts';
import { CATEGORIES } from '../categories.ts';
import { getFamilies } from '../families/get-families.ts';
import { listCategories } from '../search/list-categories.ts';
import { searchCatalogue } from '../search/search-catalogue.ts';
import type { Route } from './+types/marketplace-page.ts';
import { FamilyList } from './family-list.tsx';
import { type Family, FamilyPlans, WAYS_TO_PAY } from './family-plans.tsx';
import css from './marketplace-page.module.css';
import { ProductCard } from './product-card.tsx';
import { useCatalogueLabels } from './use-catalogue-labels.ts';

/** The segment that a company can buy from without a qualification. */
const USUAL_SEGMENT = 'commercial';
const ALL_SEGMENTS = 'all';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const parameters = new URL(args.request.url).searchParams;
    const { search, page, pageSize } = readTableQuery(parameters, { sortKeys: ['place'] });
    const category = CATEGORIES.find((one) => one === parameters.get('category'));
    const segment = parameters.get('segment') ?? USUAL_SEGMENT;
    const found = await caller.call(searchCatalogue, {
      locale: caller.locale,
      search: search.slice(0, 200),
      page,
      pageSize,
      ...(category === undefined ? {} : { category }),
      ...(segment === ALL_SEGMENTS ? {} : { segment: segment.slice(0, 40) }),
    });
    const isSearched = search !== '';
    const isStart = !isSearched && category === undefined && page === 1 && segment === USUAL_SEGMENT;
    const families = isStart ? shownFamilies((await caller.call(getFamilies, { locale: caller.locale })).families) : [];
    const family = families.find((one) => one.family === parameters.get('family')) ?? null;
    const pay = WAYS_TO_PAY.find((one) => one === parameters.get('pay')) ?? WAYS_TO_PAY[0];
    const categoryCounts = isSearched
      ? found.categories
      : (await caller.call(listCategories, {})).categories.map(({ category: name, productCount }) => ({
          category: name,
          count: found.categories.find((one) => one.category === name)?.count ?? productCount,
        }));
    return {
      ...found,
      families,
      family,
      pay,
      categoryCounts,
      search,
      category: category ?? null,
      segment,
      page,
      pageSize,
    };
  });

export default function MarketplacePage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const labels = useCatalogueLabels();
  const { items, total, search, category, segment, isExact, page, pageSize, families, family, pay } = loaderData;
  const kept = [
    ...(category === null ? [] : [['category', category] as const]),
    ...(segment === USUAL_SEGMENT ? [] : [['segment', segment] as const]),
  ];
  return (
    <>
      <PageHeader title={t('catalogue.marketplace.title')} facts={[t('catalogue.marketplace.intro')]} />
      <PurchaseSteps current="find" />
      <SearchBox label={t('catalogue.search.label')} defaultValue={search} size="hero" kept={kept} />
      <FoundPages search={search} />
      {family === null ? null : (
        <div className={css.family}>
          <FamilyPlans family={family} pay={pay} />
        </div>
      )}
      <div className={css.page}>
        <Filters loaderData={loaderData} />
        <div className={css.results}>
          {families.length === 0 || family !== null ? null : <FamilyList families={families} />}
          <section aria-labelledby="found">
            <h2 id="found" className={css.heading}>
              {search !== ''
                ? t('catalogue.found.title', { count: total, search })
                : category === null
                  ? t('catalogue.all.title')
                  : labels.category(category)}
            </h2>
            {isExact || total === 0 ? null : <p className={css.soft}>{t('catalogue.found.similar', { search })}</p>}
            {total === 0 ? <NothingFound loaderData={loaderData} /> : null}
            <ul className={css.cards}>
              {items.map((product) => (
                <li key={product.productId} className={css.card}>
                  <ProductCard to={linkTo(product)} product={product} />
                </li>
              ))}
            </ul>
            <Pagination page={page} pageSize={pageSize} total={total} />
          </section>
        </div>
      </div>
    </>
  );
}

/** Opens the plan whose price the card shows. */
function linkTo({ productId, fromPrice }: Loaded['items'][number]): string {
  const path = paths.product(productId);
  return fromPrice === null ? path : `${path}?offer=${fromPrice.offerId}`;
}

/** Each family with the lowest price of its plans by the month. */
function shownFamilies(families: Families): Family[] {
  return families.map((family) => {
    const prices = family.plans.flatMap(({ options }) => options[0]?.pricePerMonth ?? []);
    const [fromPrice = null] = prices.toSorted((left, right) => Number(left.amount) - Number(right.amount));
    return { ...family, fromPrice };
  });
}

type Families = z.output<(typeof getFamilies)['output']>['families'];
type Loaded = Route.ComponentProps['loaderData'];

function Filters({ loaderData: { categoryCounts, segments, category, segment } }: { loaderData: Loaded }) {
  const t = useT();
  const locale = useLocale();
  const labels = useCatalogueLabels();
  const [parameters] = useSearchParams();
  const isHere = (yes: boolean) => (yes ? ('true' as const) : undefined);
  return (
    <nav className={css.filters} aria-label={t('catalogue.filters.label')}>
      <h2 className={css.filterTitle}>{t('catalogue.filters.categories')}</h2>
      <ul>
        <li>
          <Link to={withParameters(parameters, { category: null })} aria-current={isHere(category === null)}>
            {t('catalogue.all.title')}
          </Link>
        </li>
        {categoryCounts.map((counted) => (
          <li key={counted.category}>
            <Link
              to={withParameters(parameters, { category: counted.category })}
              aria-current={isHere(category === counted.category)}
            >
              {labels.category(counted.category)}{' '}
              <span className={css.count}>{formatCount(counted.count, locale)}</span>
            </Link>
          </li>
        ))}
      </ul>
      <h2 className={css.filterTitle}>{t('catalogue.filters.segments')}</h2>
      <ul>
        {segments.map((one) => (
          <li key={one.segment}>
            <Link
              to={withParameters(parameters, { segment: one.segment === USUAL_SEGMENT ? null : one.segment })}
              aria-current={isHere(segment === one.segment)}
            >
              {labels.segment(one.segment)} <span className={css.count}>{formatCount(one.count, locale)}</span>
            </Link>
          </li>
        ))}
        <li>
          <Link
            to={withParameters(parameters, { segment: ALL_SEGMENTS })}
            aria-current={isHere(segment === ALL_SEGMENTS)}
          >
            {t('catalogue.filters.allSegments')}
          </Link>
        </li>
      </ul>
    </nav>
  );
}

/** Links to the segments with results, and to all categories. */
function NothingFound({ loaderData: { segments, category, segment, search } }: { loaderData: Loaded }) {
  const t = useT();
  const labels = useCatalogueLabels();
  const [parameters] = useSearchParams();
  const elsewhere = segments.filter((one) => one.segment !== segment);
  return (
    <EmptyState
      icon="search"
      title={search === '' ? t('catalogue.empty.title') : t('catalogue.notFound.title', { search })}
      action={
        category === null ? undefined : (
          <Link to={withParameters(parameters, { category: null })}>{t('catalogue.notFound.allCategories')}</Link>
        )
      }
    >
      {elsewhere.length === 0
        ? t('catalogue.notFound.text')
        : elsewhere.map((one) => (
            <p key={one.segment}>
              <Link to={withParameters(parameters, { segment: one.segment })}>
                {t('catalogue.notFound.inSegment', { count: one.count, segment: labels.segment(one.segment) })}
              </Link>
            </p>
          ))}
    </EmptyState>
  );
}
