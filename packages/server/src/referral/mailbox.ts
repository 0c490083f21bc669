/**
 * The mailbox of an e-mail address, by which one person is told from another: without case, and without what follows a
 * `+`, which reaches the same mailbox.
 */
export const mailboxOf = (email: string): string => email.toLowerCase().replace(/[+][^@]*@/, '@');
