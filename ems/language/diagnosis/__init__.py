"""The diagnosing parser: what is wrong with a script, and what is left of it."""
