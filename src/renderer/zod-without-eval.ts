import { z } from 'zod';

// The content policy forbids compiled validators; schemas look at this when they are made, so it comes first.
z.config({ jitless: true });
