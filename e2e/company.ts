import { expect, type Page } from '@playwright/test';
import { appCodeOf } from './authenticator.ts';
import { signIn } from './pages.ts';
import { Rest } from './rest.ts';

/*
 * A customer's company that one test has for itself, in a demo that tests share. Names, domains and logins are its own,
 * so that no test sees what another one did.
 */

const PASSWORD = 'quattro sedie verdi in fila';
type Product = 'Exchange Online (Plan 1)' | 'Microsoft 365 Business Premium' | 'Backup di Microsoft 365';

export type Purchase = Readonly<{
  seatCount: number;
  termDuration: 'P1M' | 'P1Y';
  billingCycle: 'monthly' | 'annual';
}>;

const SMALLEST: Purchase = { seatCount: 1, termDuration: 'P1M', billingCycle: 'monthly' };

export class Company {
  readonly name: string;
  readonly accountId: string;
  readonly login: string;
  readonly password = PASSWORD;
  /** As its first administrator, Sara Costa. */
  readonly rest: Rest;
  readonly #provider: Rest;
  readonly #unique: string;

  private constructor(given: { unique: string; accountId: string; rest: Rest; provider: Rest }) {
    this.#unique = given.unique;
    this.#provider = given.provider;
    this.name = companyName(given.unique);
    this.login = this.address('sara.costa');
    this.accountId = given.accountId;
    this.rest = given.rest;
  }

  /** Opens a company with a credit limit, as the provider does, and activates its first administrator. */
  static async open(provider: Rest, url: string, locale: 'it' | 'en'): Promise<Company> {
    const unique = crypto.randomUUID().slice(0, 8);
    const rest = await Rest.open(url);
    const { accountId } = await provider.call<{ accountId: string }>('users.createCustomer', {
      name: companyName(unique),
      vatNumber: '12345678903',
      addressLine: 'Via Garibaldi 7',
      city: 'Torino',
      province: 'TO',
      postalCode: '10122',
      phone: '+39 011 555 0142',
      timeZone: 'Europe/Rome',
      creditLimit: '25000',
      locale,
      administrator: { firstName: 'Sara', lastName: 'Costa', email: `sara.costa@${unique}.example` },
    });
    const company = new Company({ unique, accountId, rest, provider });
    await rest.activate(await company.activationLink(company.login), PASSWORD);
    return company;
  }

  close(): Promise<void> {
    return this.rest.close();
  }

  /** An address of the company that no other test uses. */
  address(name: string): string {
    return `${name}@${this.#unique}.example`;
  }

  /** The part of a Microsoft domain before `.onmicrosoft.com`, free for this company. */
  domain(name = 'prova'): string {
    return `${name}-${this.#unique}`;
  }

  /** Lets a browser act as the company's administrator. */
  async signIn(page: Page): Promise<void> {
    await page.context().addCookies(await this.rest.cookies());
    await page.goto('/');
  }

  /** Types login and password of a person of the company; the second step, or its set-up, is still to be done. */
  async enterPassword(page: Page, login = this.login): Promise<void> {
    await page.goto('/sign-in');
    await page.getByLabel('Nome di accesso').fill(login);
    await page.getByLabel('Password', { exact: true }).fill(this.password);
    await page.getByRole('button', { name: 'Accedi', exact: true }).click();
    await expect(page).toHaveURL(/\/sign-in\//);
  }

  /** Gives the administrator an authenticator app; returns its key, and the recovery codes. */
  async addApp(): Promise<{ key: string; recoveryCodes: string[] }> {
    await this.rest.call('signIn.beginAppSetUp', { currentPassword: this.password });
    const { key } = await this.rest.call<{ key: string }>('signIn.getAppSetUp');
    const { recoveryCodes } = await this.rest.call<{ recoveryCodes: string[] }>('signIn.confirmAppSetUp', {
      code: appCodeOf(key),
    });
    return { key, recoveryCodes };
  }

  /** The path in the newest activation mail to an address, read as the provider can. */
  activationLink(address: string): Promise<string> {
    return this.#linkTo(address, /\/activate\?token=\S+/);
  }

  /** The path in the newest mail that asks to confirm an address. */
  confirmationLink(address: string): Promise<string> {
    return this.#linkTo(address, /\/confirm-address\?token=\S+/);
  }

  async #linkTo(address: string, path: RegExp): Promise<string> {
    const { items } = await this.#provider.call<{ items: { id: string }[] }>('provider.listMails', { search: address });
    const [mail] = items;
    if (mail === undefined) throw new Error(`no mail to ${address}`);
    const { textBody } = await this.#provider.call<{ textBody: string }>('provider.openMail', { mailId: mail.id });
    const link = path.exec(textBody)?.[0];
    if (link === undefined) throw new Error(`no link in the mail to ${address}:\n${textBody}`);
    return link;
  }

  /** Lets orders above an amount wait for the provider's approval. */
  async setApprovalAbove(amount: string): Promise<void> {
    const terms = { accountId: this.accountId, creditLimit: '25000', approvalAbove: amount };
    await this.#provider.call('provider.setPaymentTerms', terms);
  }

  /** Adds a person who uses services, with a password. */
  addServiceUser(firstName: string, lastName: string): Promise<{ userId: string; login: string }> {
    return this.addUser(firstName, lastName, ['serviceUser']);
  }

  /** Adds a person with some roles and a password. */
  async addUser(
    firstName: string,
    lastName: string,
    roles: readonly string[],
  ): Promise<{ userId: string; login: string }> {
    const login = this.address(`${firstName}.${lastName}`.toLowerCase());
    const { userId } = await this.rest.call<{ userId: string }>('users.createUser', {
      firstName,
      lastName,
      email: login,
      roles,
      sendActivationMail: false,
    });
    await this.rest.call('users.setPassword', { userId, password: PASSWORD });
    return { userId, login };
  }

  /** Adds a second administrator with a password, who is then signed in to a browser. */
  async addAdministrator(firstName: string, lastName: string, page: Page): Promise<{ userId: string; login: string }> {
    const login = this.address(`${firstName}.${lastName}`.toLowerCase());
    const person = { firstName, lastName, email: login, roles: ['administrator'], sendActivationMail: false };
    const { userId } = await this.rest.call<{ userId: string }>('users.createUser', person);
    await this.rest.call('users.setPassword', { userId, password: PASSWORD });
    await signIn(page, login, PASSWORD);
    return { userId, login };
  }

  /** Puts a product into the administrator's cart. */
  async addToCart(product: Product, purchase: Purchase): Promise<void> {
    await this.rest.call('purchasing.addLine', { offerId: await this.#offerOf(product), ...purchase });
  }

  /**
   * Describes a Microsoft account that the first order will create.
   *
   * @param name  of the company; the simulator refuses one with the word of its risk check
   */
  async describeTenant(name = this.name): Promise<string> {
    const person = { firstName: 'Sara', lastName: 'Costa', email: this.login, phone: '+39 011 555 0142' };
    const { tenantId } = await this.rest.call<{ tenantId: string }>('tenants.saveNewTenant', {
      domain: this.domain(),
      qualification: 'None',
      company: { name, addressLine1: 'Via Garibaldi 7', city: 'Torino', region: 'TO', postalCode: '10122' },
      contact: person,
      signatory: { ...person, locale: 'it' },
    });
    return tenantId;
  }

  /** The signatory of the company's newest Microsoft account accepts the agreement, for which an order waits. */
  async acceptAgreement(): Promise<void> {
    const { items } = await this.rest.call<{ items: { id: string }[] }>('tenants.listTenants');
    const tenantId = items[0]?.id ?? '';
    const read = async () =>
      (await this.rest.call<{ link: string | null }>('tenants.getAcceptance', { tenantId })).link;
    await expect.poll(read, { message: 'the link for the signatory' }).not.toBeNull();
    const body = new URLSearchParams({ isSignatory: 'on', answer: 'accept' });
    const response = await fetch((await read()) ?? '', { method: 'POST', body });
    expect(response.ok, 'the page of the agreement').toBe(true);
    await this.rest.call('tenants.checkAcceptance', { tenantId });
  }

  /** Buys a product with a new Microsoft account and waits until it can be used. */
  async buy(product: Product, purchase: Purchase): Promise<void> {
    const lines = [{ offerId: await this.#offerOf(product), ...purchase }];
    const tenantId = await this.describeTenant();
    const orderId = await this.order('purchasing.quotePurchase', { tenantId, lines });
    await this.acceptAgreement();
    await this.#waitForOrder(orderId, 'done');
  }

  /** Orders a product that Microsoft refuses after its check of risks, and waits until the order has failed. */
  async orderRefusedByMicrosoft(): Promise<string> {
    const lines = [{ offerId: await this.#offerOf('Exchange Online (Plan 1)'), ...SMALLEST }];
    const tenantId = await this.describeTenant('Prova (rischio) <b>&amp; figli</b> 🚀');
    const orderId = await this.order('purchasing.quotePurchase', { tenantId, lines });
    await this.acceptAgreement();
    await this.#waitForOrder(orderId, 'failed');
    return orderId;
  }

  /** Orders the provider's backup service, which is delivered by hand, and does not wait. */
  async orderManualService(given: { seatCount: number; answers: Record<string, string> }): Promise<string> {
    const lines = [{ offerId: await this.#offerOf('Backup di Microsoft 365'), ...SMALLEST, ...given }];
    return this.order('purchasing.quotePurchase', { tenantId: null, lines });
  }

  /** Orders a change on account and waits until it is done. */
  async orderAndWait(quoteOperation: string, change: Record<string, unknown>): Promise<void> {
    await this.#waitForOrder(await this.order(quoteOperation, change), 'done');
  }

  async #waitForOrder(orderId: string, expected: 'done' | 'failed'): Promise<void> {
    const status = async () => (await this.rest.call('orders.getOrder', { orderId })).status;
    await expect.poll(status, { message: `the order ${orderId}` }).toBe(expected);
  }

  /** Orders a change on account and returns the order's id. */
  async order(quoteOperation: string, change: Record<string, unknown>): Promise<string> {
    const { quoteId } = await this.rest.call<{ quoteId: string }>(quoteOperation, change);
    const placed = await this.rest.call('orders.placeOrder', { quoteId, paymentMethod: 'onAccount' });
    expect(placed).toMatchObject({ placed: true });
    return String(placed.orderId);
  }

  async #offerOf(product: Product): Promise<string> {
    const { items } = await this.rest.call<{ items: { productId: string; title: string }[] }>(
      'catalogue.searchCatalogue',
      {
        search: product,
      },
    );
    const found = items.find(({ title }) => title === product);
    if (found === undefined) throw new Error(`${product} is not sold`);
    const { offers } = await this.rest.call<{ offers: { offerId: string; title: string }[] }>('catalogue.getProduct', {
      productId: found.productId,
    });
    const offer = offers.find(({ title }) => title === product);
    if (offer === undefined) throw new Error(`${product} has no offer of this name`);
    return offer.offerId;
  }
}

function companyName(unique: string): string {
  return `Azienda di prova ${unique}`;
}
