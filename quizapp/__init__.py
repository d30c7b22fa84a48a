"""Interview practice in a terminal: asks, grades, says which mistake, shows the working."""
