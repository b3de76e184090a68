"""Notices on their way out: by e-mail to each user who wants it, and to a county's group chat."""
