"""How a database of an older schema becomes one of the newest: one file a step, run by `tw_kit.store.schema`."""
