"""Numbers and lists as people type them."""
