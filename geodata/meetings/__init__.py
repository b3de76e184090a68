"""Meetings: an agenda that is the answer of the questions, and decisions that do what they say."""
