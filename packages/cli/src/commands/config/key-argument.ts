import { UsageError } from '@vcp/schema/errors';
import { CONFIG_KEY_NAMES, type ConfigKey, isConfigKey, isSection } from '../../config/keys.ts';
import { didYouMean } from '../../nearest.ts';

/** The KEY argument of the commands that read and write one setting. */
export const keyArgument = {
  brief: 'A key such as data_api.base_url',
  placeholder: 'KEY',
  parse: parseKey,
  proposeCompletions: (partial: string): readonly string[] =>
    CONFIG_KEY_NAMES.filter((key) => key.startsWith(partial)),
};

function parseKey(input: string): ConfigKey {
  if (isConfigKey(input)) return input;
  if (isSection(input)) {
    const keys = CONFIG_KEY_NAMES.filter((key) => key.startsWith(`${input}.`));
    throw new UsageError('it is a section', { hint: `Its keys are: ${keys.join(', ')}.` });
  }
  throw new UsageError('there is no such key', {
    hint: didYouMean(input, CONFIG_KEY_NAMES) ?? 'vcp config lists all keys.',
  });
}
