"""The fast parser: tables made of the grammar, a small driver, actions that make the nodes."""
