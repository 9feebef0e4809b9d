/** Sort keys and filters of the provider's lists, without server code, so that pages may import them. */
export const CUSTOMER_SORT_KEYS = ['name', 'createdAt'] as const;
export const CUSTOMER_STATUSES = ['active', 'closed'] as const;
export const MAIL_SORT_KEYS = ['createdAt'] as const;
/** `waiting` until a worker has it, `kept` without a mail server, `sent`, or `failed` after the last attempt. */
export const MAIL_STATUSES = ['waiting', 'kept', 'sent', 'failed'] as const;
