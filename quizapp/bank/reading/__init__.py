"""From the text of a file to the values of a bank, strictly."""
