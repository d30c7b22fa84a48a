"""What is unwise about questions that can be read."""
