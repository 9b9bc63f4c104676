"""The members of formatting's types, as scripts see them."""
