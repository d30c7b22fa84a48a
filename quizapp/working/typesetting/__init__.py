"""What sets formulas: TeX is read into a tree, and the tree set in one line or in several."""
