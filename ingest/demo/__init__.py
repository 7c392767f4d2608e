"""`make demo`: a made-up mailbox of about thirty mails, one round of the worker, and a table of the answers.

Shows the main job on embedded defaults (Maildir in, SQLite, Maildir out). Everything in it is invented.
"""
