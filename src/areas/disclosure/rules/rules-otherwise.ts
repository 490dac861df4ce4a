/** The rule set where neither the request nor an agency names one: the strictest in common use. */
export const rulesOtherwise = 'cms';
