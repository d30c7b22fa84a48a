"""What can be wrong with the questions of a type, or unwise, seen over their variants."""
