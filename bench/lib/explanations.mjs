/**
 * What stands in the way where a goal is missed, by goal id: what a profile of the workload shows. No figures here
 * that a run measures itself.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const explanations = {};
