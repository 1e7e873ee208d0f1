"""A speech encoder whose config check, in a decorator of another file, logs on every call."""
