"""Answers in words, and the rubrics that they are held against."""
