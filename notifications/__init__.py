"""What we say, and how it leaves: replies, alerts, the digest; render once, send after commit.

Never decides whether somebody may be answered, never reads a file or the mailbox. Doors:
`notifications.render.render`, `notifications.deliver.deliver`.
"""
