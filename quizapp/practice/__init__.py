"""A session of practice: what is asked, and what happened."""
