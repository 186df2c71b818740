/** What the jobs of the lab belong to: no open directory, so that closing one stops none of them. */
export const labJobSource = 'lab';
