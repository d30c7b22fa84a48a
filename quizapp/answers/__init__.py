"""How people write their answers, and how they are read."""
