import { stringify } from 'yaml';

/** The text of a config file; reading it back gives an equal config. */
export function configText(config: object, form: 'yaml' | 'json'): string {
  return form === 'json' ? `${JSON.stringify(config, null, 2)}\n` : stringify(config, { lineWidth: 100 });
}
