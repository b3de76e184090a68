"""Policies: whom each is for, by a rule of three answers, and what to ask at a door to know it."""
