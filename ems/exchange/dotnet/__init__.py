"""Exchange's value types, and the members that scripts use of them."""
