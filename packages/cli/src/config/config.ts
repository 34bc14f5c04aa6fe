import {
  type AnyValue,
  CONFIG_KEY_NAMES,
  type ConfigKey,
  type ConfigValue,
  definitionOf,
} from './keys.ts';
import type { Layer } from './layer.ts';
import { BUILT_IN, type Origin } from './origin.ts';

/** The configuration that holds for a run: each key's value and where it comes from. */
export class Config {
  readonly #values = new Map<ConfigKey, { readonly value: AnyValue; readonly origin: Origin }>();

  /** Merges layers, the strongest last, over the built-in values. */
  constructor(layers: readonly Layer[]) {
    for (const key of CONFIG_KEY_NAMES) {
      this.#values.set(key, { value: definitionOf(key).builtIn, origin: BUILT_IN });
    }
    for (const layer of layers) {
      for (const [key, setting] of layer) this.#values.set(key, setting);
    }
  }

  /** The value of a key. */
  get<K extends ConfigKey>(key: K): ConfigValue<K> {
    // Each layer was checked against the key's definition, which the type is made of.
    return this.value(key) as ConfigValue<K>;
  }

  /** The value of a key, where its type does not matter. */
  value(key: ConfigKey): AnyValue {
    return this.#values.get(key)?.value ?? null;
  }

  /** Where the value of a key comes from. */
  origin(key: ConfigKey): Origin {
    return this.#values.get(key)?.origin ?? BUILT_IN;
  }

  /**
   * Whether the user chose the value: false for what a `config.yaml` that happens to lie in the
   * current folder says. A stored token must not be sent to a URL that is not trusted.
   */
  trusted(key: ConfigKey): boolean {
    return this.origin(key).source !== 'folder';
  }
}
