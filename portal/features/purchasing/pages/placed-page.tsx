import { getOrder } from '#features/orders/orders.ts';
import { answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { PurchaseSteps } from '#ui/purchase-steps.tsx';
import type { Route } from './+types/placed-page.ts';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { id, number } = await caller.call(getOrder, { orderId: args.params.orderId });
    return { orderId: id, number };
  });

/** The order has been received; the workers go on without anybody waiting here. */
export default function PlacedPage({ loaderData: { orderId, number } }: Route.ComponentProps) {
  const t = useT();
  return (
    <>
      <PageHeader title={t('purchasing.placed.title')} />
      <PurchaseSteps current="track" />
      <Notice
        meaning="good"
        live
        action={
          <ButtonLink to={paths.order(orderId)} appearance="primary" caps>
            {t('purchasing.placed.track')}
          </ButtonLink>
        }
      >
        {t('purchasing.placed.text', { number })}
      </Notice>
    </>
  );
}
