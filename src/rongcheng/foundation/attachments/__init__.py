"""Attachments (附件): see README.md."""
