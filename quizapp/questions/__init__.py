"""What can be asked: one module per question type."""
