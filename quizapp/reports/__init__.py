"""What the command line tells, as structures for programs and as lines for people."""
