"""Writing questions: the file being written, what it comes to, and what can be inserted."""
