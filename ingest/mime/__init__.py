"""Mail bytes to headers, text and attachments. Never raises on any bytes, never decides what a mail means.

Doors: `headers.read_head`, `message.read_mail`.
"""
