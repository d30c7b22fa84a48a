"""How people write numbers: their characters, labels, units, lists and calculations."""
