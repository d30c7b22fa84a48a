"""What the learner knows and what to ask next: pure functions of the record."""
