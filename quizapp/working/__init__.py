"""What is shown of a solution: steps, diagnosis, formulas and marked-up text."""
