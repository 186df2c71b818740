import { WalscopeError } from '../../../shared/errors.ts';
import type { Run } from '../command.ts';
import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { type Shell, shells } from '../completion/grammar.ts';
import { zshCompletion } from '../completion/zsh.ts';

const scripts: Record<Shell, () => string> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

export const run: Run = async ({ io }, shell: string) => {
  const known = shells.find((each) => each === shell);
  if (known === undefined) {
    throw new WalscopeError(
      'INVALID_ARGUMENT',
      `Completion is there for ${shells.join(', ')}, not for "${shell}".`,
    );
  }
  await io.write(scripts[known]());
  return 0;
};
