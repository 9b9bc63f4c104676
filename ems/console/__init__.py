"""The terminal: the only place with prompt_toolkit and pygments. `shell.Shell` reads, has the session run, and reads again."""
