/** The one place where a page asks for the present: for "today" lines and "2 hours ago" beside a full date. */
export const now = (): Date => new Date();
