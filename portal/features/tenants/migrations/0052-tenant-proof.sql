-- A Microsoft tenant belongs to an account only after a proof. Until then an account has a claim: the name that was
-- typed, without anything that Microsoft says about it. Several accounts may claim one tenant.
alter table tenant
  add proof text check (
    proof in ('createdByOrder', 'linkedByProvider', 'invitation', 'dnsRecord', 'mailCode', 'beforeProofs')
  ),
  add proven_at timestamptz,
  add check ((proof is null) = (proven_at is null)),
  -- The order that prepares the tenant now, and until when it has it for itself (machine time).
  add preparing_order_id uuid,
  add preparing_until timestamptz,
  add check ((preparing_order_id is null) = (preparing_until is null)),
  -- Id of the request that creates the tenant, whichever order sends it; null after a clear refusal.
  add creation_request_id text;

create table tenant_claim (
  tenant_id uuid primary key references tenant on delete cascade,
  account_id uuid not null references account,
  requested_at timestamptz not null,
  -- Microsoft showed the tenant as a customer of the provider when it was claimed: an invitation proves nothing.
  was_customer_before boolean not null,
  -- Value of the TXT record in a domain of the tenant. It is published, so it is no secret.
  record_token text not null,
  -- The code that was mailed to the tenant's administrator, as a hash; null when Microsoft shows no address.
  mail_requested_at timestamptz,
  mail_code_hash text,
  mail_code_attempt_count integer not null default 0
);
create index tenant_claim_by_account on tenant_claim (account_id);
create index tenant_claim_by_time on tenant_claim (requested_at);
call protect_account_table('tenant_claim');
create index tenant_by_domain on tenant (domain);

alter table tenant drop constraint tenant_status_check;
set local app.scope = 'system';
update tenant set proof = 'createdByOrder', proven_at = created_at
where microsoft_customer_id is not null and kind = 'new';
-- Linked by their name alone: those with orders stay and wait for the provider's review, others become claims.
do $$ begin
  if to_regclass('customer_order') is not null then
    execute 'update tenant set proof = ''beforeProofs'', proven_at = updated_at
      where microsoft_customer_id is not null and proof is null
        and exists (select from customer_order where customer_order.tenant_id = tenant.id)';
  end if;
end $$;
update tenant set status = 'claimed', microsoft_customer_id = null, microsoft_tenant_id = null,
  qualification = 'None', agreement = null, agreement_confirmed_at = null
where proof is null and (status = 'awaitingRelationship' or microsoft_customer_id is not null);
insert into tenant_claim (tenant_id, account_id, requested_at, was_customer_before, record_token)
select id, account_id, updated_at, true, replace(gen_random_uuid()::text, '-', '') from tenant where status = 'claimed';

alter table tenant
  add constraint tenant_status_check check (status in ('draft', 'preparing', 'claimed', 'ended', 'ready', 'failed')),
  -- Nothing that Microsoft says about a tenant is stored without a proof.
  add constraint tenant_customer_is_proven check (microsoft_customer_id is null or proof is not null);

-- Whether another account claims a tenant under one of these names, which no account may read for itself. As above,
-- the function answers yes or no.
create function tenant_claimed_by_another_account(names text[], account uuid) returns boolean
language plpgsql as $$
declare
  caller_scope text := coalesce(current_setting('app.scope', true), '');
  is_claimed boolean;
begin
  perform set_config('app.scope', 'system', true);
  is_claimed := exists (
    select from tenant where domain = any(names) and status = 'claimed' and account_id <> account
  );
  perform set_config('app.scope', caller_scope, true);
  return is_claimed;
end $$;
