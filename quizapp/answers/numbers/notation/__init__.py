"""The notations in which people write numbers, made one."""
