/** Sort keys and filters of the provider's lists, without server code, so that pages may import them. */
export const CUSTOMER_SORT_KEYS = ['name', 'createdAt'] as const;
export const CUSTOMER_STATUSES = ['active', 'closed'] as const;
export const MAIL_SORT_KEYS = ['createdAt'] as const;
/**
 * `waiting` until a worker has it, `kept` without a mail server, `sent`, `failed` after the last attempt, or `replaced`
 * by another mail with a new link.
 */
export const MAIL_STATUSES = ['waiting', 'kept', 'sent', 'failed', 'replaced'] as const;
